"""Every page of agents' time, reviews, field jobs and incidents answers, and lists take few statements."""

import datetime as dt

import pytest
from django.urls import reverse

from service.actions import log_call, open_job, record_state, report_incident, review_call, save_scorecard
from service.models import AgentState, CallReview, FieldJob, ProcessIncident, Scorecard
from tests.sales.pages import statements

from .conftest import local

NAMES = ["agentstate", "scorecard", "callreview", "fieldjob", "processincident"]
CRITERIA = [{"name": "Tone", "weight": 1}]


def make(ana, desk, number=0):
    call = log_call(by=ana, talk_seconds=60, queue=desk, entered_at=local(5, 9, 11, number))
    card = save_scorecard(Scorecard(), {"name": f"Card {number}", "criteria": CRITERIA}, by=None)
    review = CallReview(call=call, scorecard=card)
    start = local(5, 9, 12, 2 * number)
    state = AgentState(owner=ana, state="talk", started_at=start, ended_at=start + dt.timedelta(minutes=1))
    return {
        "agentstate": record_state(state, None),
        "scorecard": card,
        "callreview": review_call(review, None, {card.criteria.get(): 80}),
        "fieldjob": open_job(FieldJob(subject="Lamp"), ana),
        "processincident": report_incident(ProcessIncident(process="Stock", occurred_on=dt.date(2024, 5, 2)), ana),
        "call": call,
    }


@pytest.fixture
def records(desk, ana, now):
    return make(ana, desk)


@pytest.mark.parametrize("name", NAMES)
def test_list_takes_at_most_9_statements(sign_in, root, ana, desk, records, name):
    client, url = sign_in(root), reverse(f"service:{name}_list")
    before = statements(lambda: client.get(url))
    for number in range(1, 8):
        make(ana, desk, number)
    assert statements(lambda: client.get(url)) == before <= 9


@pytest.mark.parametrize("place", ["detail", "edit"])
@pytest.mark.parametrize("name", NAMES)
def test_record_opens(sign_in, root, records, name, place):
    assert sign_in(root).get(reverse(f"service:{name}_{place}", args=[records[name].pk])).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_form_opens(sign_in, root, records, name):
    assert sign_in(root).get(reverse(f"service:{name}_create")).status_code == 200


@pytest.mark.parametrize(
    "name", ["agentstate_end", "agentstate_delete", "fieldjob_dispatch", "fieldjob_finish", "fieldjob_cancel"]
)
def test_verb_opens(sign_in, root, records, name):
    record = records[name.split("_")[0]]
    assert sign_in(root).get(reverse(f"service:{name}", args=[record.pk])).status_code == 200


def test_the_queue_shows_the_most_important_first(sign_in, root, records, ana):
    open_job(FieldJob(subject="Fire", urgency=5, value_tier=5), ana)
    page = sign_in(root).get(reverse("service:fieldjob_queue")).content.decode()
    assert page.index("Fire") < page.index("Lamp")


def test_a_job_out_of_turn_is_asked_about(sign_in, root, records, ana):
    open_job(FieldJob(subject="Fire", urgency=5, value_tier=5), ana)
    url = reverse("service:fieldjob_dispatch", args=[records["fieldjob"].pk])
    answer = sign_in(root).post(url, {"owner": ana.pk})
    assert (answer.status_code, "comes first" in answer.content.decode()) == (400, True)


def test_a_job_out_of_turn_may_go_anyway(sign_in, root, records, ana):
    open_job(FieldJob(subject="Fire", urgency=5, value_tier=5), ana)
    url = reverse("service:fieldjob_dispatch", args=[records["fieldjob"].pk])
    sign_in(root).post(url, {"owner": ana.pk, "anyway": "on"})
    assert FieldJob.objects.get(subject="Lamp").dispatched_at is not None


def test_a_call_is_reviewed_on_its_form(sign_in, siv, ana, desk, records):
    call = log_call(by=ana, talk_seconds=60, queue=desk, entered_at=local(5, 9, 15))
    client, url = sign_in(siv), reverse("service:callreview_create")
    assert "Tone" in client.get(f"{url}?call={call.pk}").content.decode()
    card = Scorecard.objects.get()
    client.post(url, {"call": call.pk, "scorecard": card.pk, f"criterion_{card.criteria.get().pk}": "70"})
    assert CallReview.objects.get(call=call).score == 70


def test_an_agent_sees_reviews_of_own_calls_only(sign_in, ana, desk, siv, records):
    other = log_call(by=siv, talk_seconds=60, queue=desk, owner=siv, entered_at=local(5, 9, 15))
    card = Scorecard.objects.get()
    theirs = review_call(CallReview(call=other, scorecard=card), None, {card.criteria.get(): 10})
    client = sign_in(ana)
    assert client.get(reverse("service:callreview_detail", args=[theirs.pk])).status_code == 404
    assert client.get(reverse("service:callreview_detail", args=[records["callreview"].pk])).status_code == 200
