"""Saving through the one door: locked, compared, audited."""

import pytest

from accounts.actions import create_record, delete_record, update_record
from accounts.models import AuditEntry, Customer, Segment, User
from crm_project.errors import ActionRefused


@pytest.fixture
def huawei(lin: User) -> Customer:
    return create_record(Customer(name="Huawei", owner=lin), lin)


def entry() -> AuditEntry:
    return AuditEntry.objects.latest("id")


def test_it_works(huawei: Customer, lin: User) -> None:
    huawei.city = "Shenzhen"
    update_record(huawei, lin)
    assert Customer.objects.get().city == "Shenzhen"
    assert Customer.objects.get().version == 2
    assert (entry().actor, entry().action, entry().changes) == (lin, "update", {"city": ["", "Shenzhen"]})


def test_creating_tells_what_was_said(huawei: Customer, lin: User) -> None:
    assert entry().action == "create"
    assert entry().changes["name"] == [None, "Huawei"]
    assert "city" not in entry().changes


def test_no_change_writes_nothing(huawei: Customer, lin: User) -> None:
    before = entry().pk
    assert update_record(huawei, lin).version == 1
    assert entry().pk == before


def test_a_stale_instance_is_refused(huawei: Customer, lin: User) -> None:
    stale = Customer.objects.get()
    huawei.city = "Shenzhen"
    update_record(huawei, lin)
    stale.city = "Beijing"
    with pytest.raises(ActionRefused) as refused:
        update_record(stale, lin)
    assert refused.value.conflict
    assert Customer.objects.get().city == "Shenzhen"


def test_a_stale_version_of_a_form_is_refused(huawei: Customer, lin: User) -> None:
    huawei.city = "Shenzhen"
    update_record(huawei, lin)
    fresh = Customer.objects.get()
    fresh.city = "Beijing"
    with pytest.raises(ActionRefused):
        update_record(fresh, lin, version=1)


def test_only_changed_fields_are_saved(huawei: Customer, lin: User) -> None:
    stale = Customer.objects.get()
    Customer.objects.update(phone="123")
    stale.city = "Beijing"
    stale.refresh_from_db(fields=["phone"])
    update_record(stale, lin)
    assert Customer.objects.get().phone == "123"


def test_a_broken_rule_names_its_field(lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        create_record(Customer(name="", owner=lin), lin)
    assert refused.value.field == "name"


def test_a_name_taken_is_a_sentence(lin: User) -> None:
    create_record(Segment(name="Retail"), lin)
    with pytest.raises(ActionRefused):
        create_record(Segment(name="Retail"), lin)


def test_what_others_need_is_not_deleted(huawei: Customer, lin: User) -> None:
    segment = create_record(Segment(name="Retail"), lin)
    Customer.objects.update(segment=segment)
    with pytest.raises(ActionRefused):
        delete_record(segment, lin)
    assert Segment.objects.exists()


def test_deleting_leaves_what_it_was(lin: User) -> None:
    delete_record(create_record(Segment(name="Retail"), lin), lin)
    assert entry().changes["name"] == ["Retail", None]


def test_a_password_is_never_told(lin: User) -> None:
    lin.set_password("a new secret")
    update_record(lin, lin)
    assert entry().changes == {"password": ["•••", "•••"]}
