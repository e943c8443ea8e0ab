"""Who may do what to whose records."""

from __future__ import annotations

import datetime as dt

import pytest
from django.apps import apps

from accounts import policy
from accounts.models import AuditEntry, Contact, Customer, Interaction, Membership, User
from accounts.policy_fields import READABLE
from accounts.policy_tables import AREAS, RULES
from sales.models import Deal, Order, Product, Stage
from service.models import Queue, Ticket


@pytest.fixture
def customers(lin, sam, omar, north, south):
    made = [(lin, north, "lin's"), (sam, north, "sam's"), (omar, south, "omar's"), (None, north, "nobody's")]
    for owner, team, name in made:
        Customer.objects.create(name=name, owner=owner, team=team)


def names(user, verb="view"):
    return set(Customer.objects.visible_to(user, verb).values_list("name", flat=True))


def test_a_rep_sees_the_team_s_and_changes_own(lin, customers):
    assert names(lin) == {"lin's", "sam's", "nobody's"}
    assert names(lin, "change") == {"lin's"}


def test_a_manager_changes_the_team_s(max_, customers):
    assert names(max_, "change") == {"lin's", "sam's", "nobody's"}


def test_a_manager_above_reaches_the_teams_below(max_, sales_team, customers):
    Membership.objects.filter(user=max_).update(team=sales_team)
    assert names(max_) == {"lin's", "sam's", "omar's", "nobody's"}


@pytest.mark.parametrize("who", ["eva", "ada"])
def test_who_sees_all_and_changes_nothing(request, who, customers):
    user = request.getfixturevalue(who)
    assert len(names(user)) == 4
    assert names(user, "change") == set()


def test_membership_that_ended_gives_nothing(lin, customers):
    Membership.objects.filter(user=lin).update(until=dt.date(2024, 1, 1))
    assert names(lin) == {"lin's"}


def test_membership_that_starts_tomorrow_gives_nothing(lin, customers):
    Membership.objects.filter(user=lin).update(since=dt.date(2999, 1, 1))
    assert names(lin) == {"lin's"}


def test_nobody_sees_nothing(customers):
    for nobody in (None, User(username="x", is_active=False, role="admin"), User(username="y", role="intruder")):
        assert not Customer.objects.visible_to(nobody).exists()


def test_a_contact_follows_its_customer(lin, customers):
    for customer in Customer.objects.all():
        Contact.objects.create(customer=customer, name=customer.name)
    assert set(Contact.objects.visible_to(lin).values_list("name", flat=True)) == names(lin)


def test_a_touch_of_another_team_with_my_customer_is_seen(lin, omar, south, customers):
    Interaction.objects.create(customer=Customer.objects.get(name="lin's"), owner=omar, team=south, subject="mine")
    Interaction.objects.create(customer=Customer.objects.get(name="omar's"), owner=omar, team=south, subject="not")
    assert list(Interaction.objects.visible_to(lin).values_list("subject", flat=True)) == ["mine"]


def test_an_agent_sees_own_tickets_and_what_waits_in_the_team_s_queues(ana, siv, service_team, north):
    ours = Queue.objects.create(name="ours", team=service_team)
    other = Queue.objects.create(name="other", team=north)
    for number, owner, queue in [("own", ana, ours), ("waits", None, ours), ("hers", siv, ours), ("far", None, other)]:
        Ticket.objects.create(number=number, subject="x", owner=owner, queue=queue)
    assert set(Ticket.objects.visible_to(ana).values_list("number", flat=True)) == {"own", "waits"}


def test_a_marketer_reads_no_money(mia):
    assert "amount" not in policy.fields(mia, Deal, "read")
    assert "net_home" not in policy.lookups(mia, Order)


def test_a_rep_reads_no_margin(lin, max_):
    assert "cost" not in policy.fields(lin, Product, "read")
    assert "cost" in policy.fields(max_, Product, "read")


@pytest.mark.parametrize("who", ["lin", "eva", "root"])
def test_nobody_reads_a_password(request, who):
    assert "password" not in policy.fields(request.getfixturevalue(who), User, "read")


def test_a_rep_does_not_take_a_record_out_of_the_figures(lin, root):
    assert "is_test" not in policy.fields(lin, Customer, "write")
    assert "is_test" in policy.fields(root, Customer, "write")


def test_what_one_may_not_change_one_may_not_write(eva):
    assert policy.fields(eva, Customer, "write") == set()


def test_only_auditor_and_admin_read_the_audit_log(lin, eva, ada, root):
    assert [user.can("view", AuditEntry) for user in (lin, eva, ada, root)] == [False, False, True, True]


def test_every_area_is_said_and_every_role_is_known():
    assert set(AREAS) == set(RULES)
    assert {role for rules in RULES.values() for role in rules} - {"*"} <= set(READABLE)


def test_every_record_of_the_house_has_an_area():
    ours = ("accounts", "marketing", "sales", "service", "analytics")
    labels = {model._meta.label_lower for name in ours for model in apps.get_app_config(name).get_models()}
    assert labels - set(policy.AREA_OF) == set()


def test_stages_are_seen_by_all(lin, eva):
    Stage.objects.create(name="Talk")
    assert Stage.objects.visible_to(lin).count() == Stage.objects.visible_to(eva).count() == 1
