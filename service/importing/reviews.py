"""Calls judged by a scorecard, from a file: one row, one criterion of one call."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy

from accounts.importing.refs import people
from accounts.importing.table import NOTE, Column, Reference, Table, kind_of, same, texts, there
from crm_project.errors import ActionRefused
from crm_project.importing.errors import BadValue
from crm_project.importing.fields import Field, Row, Type
from crm_project.importing.load import STAGE, Load
from service.actions.scores import weighted
from service.models import Call, CallReview, Scorecard

FIELDS = (
    Field("call", gettext_lazy("id of the call in the other system"), required=True, longest=120, headers=("Call", "Call ID", "通话编号", "通话")),
    Field("scorecard", gettext_lazy("scorecard"), required=True, longest=120, headers=("Scorecard", "Form", "评分表")),
    Field("criterion", gettext_lazy("criterion"), required=True, longest=80, headers=("Criterion", "Item", "评分项")),
    Field("score", gettext_lazy("score, 0 to 100; empty: did not apply"), Type.NUMBER, places=2, headers=("Score", "得分", "分数")),
    Field("reviewed_at", gettext_lazy("reviewed"), Type.MOMENT, required=True, headers=("Reviewed", "Reviewed At", "Date", "评审时间", "日期")),
    Field("evaluator", gettext_lazy("who listened"), longest=120, headers=("Evaluator", "Reviewer", "评审人")),
    Field("fatal", gettext_lazy("fatal error"), Type.YES_NO, default=False, headers=("Fatal", "Fatal Error", "致命错误")),
    replace(NOTE, longest=20_000),
)  # fmt: skip
CRITERION = "service_criterion c JOIN ref_scorecard r ON r.id = c.scorecard_id"


def check(row: Row, seen: dict[str, Any]) -> None:
    """Scores stay on their scale."""
    if row["score"] is not None and not 0 <= row["score"] <= 100:
        raise BadValue(str(gettext_lazy("%s is not between 0 and 100")) % row["score"])
    row["key"] = row["call"]


def judge(load: Load) -> None:
    """Make ``scored``: what each call of the file gets by the rule that scores reviews written by hand."""
    load.reject(
        f"SELECT s.line, s.criterion FROM {STAGE} s WHERE NOT EXISTS (SELECT FROM {CRITERION} "
        "WHERE r.given = s.scorecard AND c.name = s.criterion)",
        str(gettext_lazy("the scorecard has no criterion “%s”")),
    )
    load.reject(
        f"SELECT s.line FROM {STAGE} s JOIN ref_call r ON r.given = s.call JOIN service_call a ON a.id = r.id "
        "WHERE a.outcome <> 'answered'",
        str(gettext_lazy("only an answered call can be reviewed")),
    )
    load.reject(
        f"SELECT line FROM (SELECT line, row_number() OVER (PARTITION BY call, criterion ORDER BY line) AS n FROM {STAGE}) x "
        "WHERE n > 1",
        str(gettext_lazy("the criterion was scored before in this file")),
    )
    given: dict[str, list[tuple[Decimal, Decimal | None]]] = defaultdict(list)
    first: dict[str, tuple[int, bool]] = {}
    for line, call, fatal, weight, score in load.rows(
        f"SELECT s.line, s.call, s.fatal, c.weight, s.score FROM {STAGE} s JOIN {CRITERION} "
        "ON r.given = s.scorecard AND c.name = s.criterion ORDER BY s.line"
    ):
        given[call].append((weight, score))
        first.setdefault(call, (line, fatal))
    load.empty_temp("scored", "call text, score numeric(16,12)")
    for call, pairs in given.items():
        line, fatal = first[call]
        try:
            load.run("INSERT INTO scored VALUES (%(call)s, %(score)s)",
                     {"call": call, "score": weighted(pairs, fatal=fatal)})  # fmt: skip
        except ActionRefused as refusal:
            load.reject("SELECT %(line)s::int", refusal.sentence, {"line": line})


def write_scores(load: Load) -> None:
    """What each criterion was given replaces what the reviews of the file had, where it differs."""
    load.temp(
        "given_score",
        f"SELECT w.id AS review_id, c.id AS criterion_id, s.score::numeric(6,2) AS score FROM {STAGE} s "
        "JOIN ref_call a ON a.given = s.call JOIN service_callreview w ON w.call_id = a.id "
        f"JOIN ({CRITERION}) ON r.given = s.scorecard AND c.name = s.criterion",
    )
    load.run(
        "DELETE FROM service_criterionscore x USING (SELECT DISTINCT review_id FROM given_score) w "
        "WHERE x.review_id = w.review_id AND NOT EXISTS (SELECT FROM given_score g WHERE g.review_id = x.review_id "
        "AND g.criterion_id = x.criterion_id AND g.score IS NOT DISTINCT FROM x.score)"
    )
    load.run(
        "INSERT INTO service_criterionscore (review_id, criterion_id, score) SELECT g.review_id, g.criterion_id, g.score "
        "FROM given_score g WHERE NOT EXISTS (SELECT FROM service_criterionscore x WHERE x.review_id = g.review_id "
        "AND x.criterion_id = g.criterion_id) ORDER BY g.review_id, g.criterion_id"
    )


CALL_REVIEWS = kind_of(
    "call_reviews",
    gettext_lazy("call reviews"),
    FIELDS,
    Table(
        CallReview,
        same("reviewed_at", "fatal")
        | texts("note")
        | {
            "call_id": Column("ref_call.id", ()),
            "scorecard_id": Column("ref_scorecard.id", ("scorecard",)),
            "evaluator_id": Column("ref_evaluator.id", ("evaluator",)),
            "score": Column("scored.score", ("score", "fatal")),
        },
        (
            there("call", Call, "external_id", gettext_lazy("there is no call “%s” of this source"),
                  "AND r.source = %(source)s", "LEFT JOIN scored ON scored.call = s.call"),
            there("scorecard", Scorecard, "name", gettext_lazy("there is no scorecard “%s”")),
            Reference("evaluator", lambda load: people(load, "evaluator", role="agent", at="reviewed_at"),
                      creates=("owners",)),
        ),
        known="t.call_id = ref_call.id AND s.key = s.key",
        many=True,
        before=judge,
        after=write_scores,
    ),
    check,
    group="call",
)  # fmt: skip
