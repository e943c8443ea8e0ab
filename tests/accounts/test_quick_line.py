"""A touch in one line, English and Chinese."""

import datetime as dt

import pytest

from accounts.actions import create_customer, log_quick_line
from accounts.models import Customer, Interaction, User
from accounts.quick_line import UnclearCustomer, parse_quick_line
from crm_project.errors import ActionRefused

# Friday, 10 May 2024, noon in Shanghai.
NOW = dt.datetime(2024, 5, 10, 4, tzinfo=dt.UTC)
NAMES = ("Huawei Technologies", "华为技术有限公司", "Acme Corp", "Acme Retail", "Berlin GmbH", "O'Neill & Sons")


@pytest.fixture(autouse=True)
def customers(lin: User, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    for name in NAMES:
        create_customer(Customer(name=name, owner=lin), lin)


@pytest.mark.parametrize(
    ("text", "kind", "name", "seconds", "subject", "follow_up"),
    [
        ("call Huawei 12m discussed renewal, follow up friday", "call", NAMES[0], 720, "discussed renewal", "05-17"),
        ("拜访 华为 30分钟 谈续约 下周一跟进", "visit", NAMES[1], 1800, "谈续约", "05-13"),
        ("拜访华为30分钟谈续约,下周一跟进", "visit", NAMES[1], 1800, "谈续约", "05-13"),
        ("拜访华为谈续约", "visit", NAMES[1], None, "谈续约", None),
        ("电话 华为 半小时 报价 明天跟进", "call", NAMES[1], 1800, "报价", "05-11"),
        ("打电话给华为一个半小时", "call", NAMES[1], 5400, "", None),
        ("会议 华为 1小时30分 方案 3天后再联系", "meeting", NAMES[1], 5400, "方案", "05-13"),
        ("微信 华为 发了合同 5月20日跟进", "chat", NAMES[1], None, "发了合同", "05-20"),
        ("Visited Acme Corp 1h30m new shelves; follow-up tomorrow", "visit", NAMES[2], 5400, "new shelves", "05-11"),
        ("meeting with Acme Retail 1.5 hours pricing", "meeting", NAMES[3], 5400, "pricing", None),
        ("email huawei tech offer sent follow up in 2 weeks", "email", NAMES[0], None, "offer sent", "05-24"),
        ("call O'Neill & Sons 45 min complaint follow up 2024-06-03", "call", NAMES[5], 2700, "complaint", "06-03"),
        ("call Huawei about the Friday delivery", "call", NAMES[0], None, "about the Friday delivery", None),
        ("call Huawei 300 units wanted follow up next monday", "call", NAMES[0], None, "300 units wanted", "05-13"),
        ("call huawei follow up next week", "call", NAMES[0], None, "", "05-13"),
    ],
)
def test_it_works(text, kind, name, seconds, subject, follow_up, lin: User) -> None:
    line = parse_quick_line(text, lin)
    day = f"{line.follow_up_on:%m-%d}" if line.follow_up_on else None
    assert line.customer is not None
    assert (line.kind, line.customer.name, line.duration_seconds) == (kind, name, seconds)
    assert (line.subject, day) == (subject, follow_up)


def test_it_is_logged(lin: User) -> None:
    touch = log_quick_line(lin, "visit Huawei 20m renewal follow up tomorrow")
    stored = Interaction.objects.get()
    assert stored == touch
    assert (stored.owner, stored.kind, stored.duration_seconds) == (lin, "visit", 1200)
    assert stored.follow_up_on == dt.date(2024, 5, 11)


def test_several_customers_are_listed(lin: User) -> None:
    with pytest.raises(UnclearCustomer) as unclear:
        parse_quick_line("call Acme 5m", lin)
    assert [customer.name for customer in unclear.value.candidates] == ["Acme Corp", "Acme Retail"]


def test_several_of_one_name_are_counted(lin: User) -> None:
    create_customer(Customer(name="Acme Corp", owner=lin), lin)
    with pytest.raises(UnclearCustomer, match="2 customers are called “Acme Corp”"):
        parse_quick_line("call Acme Corp 5m", lin)


def test_a_slip_of_the_pen_is_asked_about(lin: User) -> None:
    with pytest.raises(UnclearCustomer) as unclear:
        parse_quick_line("call Huawie 5m", lin)
    assert "Huawei Technologies" in str(unclear.value)


def test_the_middle_of_a_word_is_no_name(lin: User) -> None:
    with pytest.raises(UnclearCustomer) as unclear:
        parse_quick_line("call Lin 5m", lin)
    assert "lin 5m" not in str(unclear.value)


def test_customers_of_others_stay_hidden(omar: User) -> None:
    with pytest.raises(UnclearCustomer) as unclear:
        parse_quick_line("call Huawei 5m", omar)
    assert unclear.value.candidates == []
    assert "Technologies" not in str(unclear.value)


def test_without_a_kind_it_asks(lin: User) -> None:
    with pytest.raises(ActionRefused) as refused:
        parse_quick_line("Huawei 5m", lin)
    assert refused.value.field == "text"


@pytest.mark.parametrize("text", ["", "call", "call ", "拜访", "call 5m", "call %_\\ 5m", "visit '; drop", "。。"])
def test_garbage_is_a_sentence(text: str, lin: User) -> None:
    with pytest.raises(ActionRefused):
        parse_quick_line(text, lin)


def test_a_day_that_does_not_exist_is_refused(lin: User) -> None:
    with pytest.raises(ActionRefused):
        parse_quick_line("call Huawei follow up 2024-02-30", lin)


def test_a_task_needs_no_customer(lin: User) -> None:
    line = parse_quick_line("task prepare the budget", lin)
    assert (line.kind, line.customer, line.subject) == ("task", None, "prepare the budget")


@pytest.mark.parametrize("text", ["call Huawei no answer", "电话 华为 没接通"])
def test_who_was_not_reached(text: str, lin: User) -> None:
    assert not log_quick_line(lin, text).connected


def test_a_call_from_them_is_inward(lin: User) -> None:
    assert parse_quick_line("call from Huawei 3m question", lin).direction == "in"
    assert parse_quick_line("来电 华为 3分钟 询价", lin).direction == "in"
