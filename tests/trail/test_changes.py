"""Every write leaves who, when, and what changed from what to what, in its own transaction."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, transaction

from accounts.models import ApiToken, Change, Customer, User
from accounts.trail import tables
from crm_project.doing import doing
from sales.models import Order, OrderLine, Product

NOON = dt.datetime(2026, 3, 2, 4, tzinfo=dt.UTC)


@pytest.fixture
def customer(organisation) -> Customer:
    return Customer.objects.create(name="Huawei", city="Shenzhen", kind="company")


def last(table: str = "accounts_customer") -> Change:
    return Change.objects.filter(table=table).latest("id")


def test_it_works(customer, lin):
    with doing("page POST customer_edit", lin.pk):
        Customer.objects.filter(pk=customer.pk).update(city="Beijing", status="lost")
    change = last()
    assert (change.actor, change.door, change.kind, change.row) == (lin, "page POST customer_edit", "U", customer.pk)
    assert (change.plain, change.personal) == ({"status": ["prospect", "lost"]}, {"city": ["Shenzhen", "Beijing"]})


def test_a_new_row_tells_what_it_holds(customer):
    assert (last().kind, last().personal["name"], last().plain["kind"]) == ("I", "Huawei", "company")


def test_a_deleted_row_tells_what_it_held(organisation):
    product = Product.objects.create(sku="P1", name="Pen")
    Product.objects.all().delete()
    assert (last("sales_product").kind, last("sales_product").personal["name"]) == ("D", product.name)


def test_many_rows_leave_a_change_each(organisation):
    Product.objects.bulk_create([Product(sku=f"P{number}", name="Pen") for number in range(5)])
    assert Change.objects.filter(table="sales_product", kind="I").count() == 5


def test_raw_sql_is_told_too(customer):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_customer SET city = 'Wuhan'")
    assert last().personal == {"city": ["Shenzhen", "Wuhan"]}


def test_a_write_that_changes_nothing_leaves_nothing(customer):
    before = Change.objects.count()
    Customer.objects.update(city="Shenzhen")
    assert Change.objects.count() == before


def test_a_row_that_gets_another_key_is_told(organisation):
    product = Product.objects.create(sku="P1", name="Pen")
    Product.objects.update(id=product.pk + 1)
    kinds = Change.objects.filter(table="sales_product", kind="U").values_list("row", flat=True)
    assert set(kinds) == {product.pk, product.pk + 1}


def test_totals_a_trigger_keeps_are_told(customer):
    order = Order.objects.create(number="A-1", customer=customer, ordered_at=NOON, currency="CNY")
    OrderLine.objects.create(order=order, quantity=1, amount=5, amount_home=5)
    assert last("sales_order").plain["net"] == [0, 5]


def test_a_secret_is_named_and_not_shown(lin):
    lin.set_password("correct horse battery staple")
    lin.save()
    assert last("accounts_user").plain == {"password": ["•••", "•••"]}


def test_no_secret_of_a_new_row_is_shown(lin):
    ApiToken.objects.create(user=lin, name="till", prefix="ab", digest="c" * 64, expires_at=NOON)
    assert "ccc" not in str(last("accounts_apitoken").plain) + str(last("accounts_apitoken").personal)


def test_what_is_rolled_back_leaves_nothing(customer):
    before = Change.objects.count()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        Customer.objects.update(city="Wuhan")
        raise ZeroDivisionError
    assert Change.objects.count() == before


def test_after_a_savepoint_the_actor_is_told_again(customer, lin):
    with doing("page", lin.pk):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            Customer.objects.update(city="Wuhan")
            raise ZeroDivisionError
        Customer.objects.update(city="Xian")
    assert last().actor == lin


def test_the_next_write_is_not_the_last_person_s(customer, lin):
    with doing("page", lin.pk):
        Customer.objects.update(city="Wuhan")
    Customer.objects.update(city="Xian")
    assert last().actor is None


def test_copy_has_its_actor(organisation, lin):
    copied = "COPY accounts_region (name, position) FROM STDIN"
    with doing("command seed", lin.pk), connection.cursor() as cursor, cursor.copy(copied) as copy:
        copy.write_row(["North", 1])
    assert (last("accounts_region").actor, last("accounts_region").door) == (lin, "command seed")


@pytest.mark.django_db(transaction=True)
def test_a_write_outside_a_transaction_has_its_actor():
    with doing("page", 77):
        User.objects.create(username="lin")
    assert last("accounts_user").actor_id == 77


def test_every_kind_of_record_leaves_a_trail_or_says_why_not():
    labels = {model._meta.label_lower for model in tables.tracked_models()}
    assert not labels & set(tables.LEFT_OUT) and len(labels) > 70


def test_every_table_has_its_triggers(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, count(*) FROM pg_trigger WHERE tgname LIKE 'crm_trail_%' GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    assert found == {one.table: 4 for one in tables.tables()}
