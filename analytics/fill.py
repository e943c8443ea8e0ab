"""The filler: cells of the days that need it, then the figures that moved.

What it takes from the dirty days it also fills, or they stay: the marks go in the run's own transaction, and a short run
does everything in it. A long one has several connections fill and publish part by part; should it end half-way, its
marks are still there and the next run does it all again. Two fillers never run at once; one run twice changes nothing;
a missed night is simply more days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from functools import partial

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.organisation import ensure_organisation
from accounts.models import Customer, Organisation
from analytics import definitions, snapshots, triggers
from analytics.cells import digest, slice_name, slices_of
from analytics.fact import Ask, Fact, Standing, WholePeriod, fetch, today
from analytics.facts import FACTS
from analytics.figures import filling_now
from analytics.hands import Job, together, tune
from analytics.kpis import KPIS
from analytics.models import Cell, FactFill, FillRun
from analytics.periods import DAY, Window, cut, merged
from analytics.sweeps import FROM_BUYERS, INSERT, SWEEPS, fill_standing, share_buyers, unshare_buyers

LOCK = 0x6B7069  # any number, the same for every filler
LONG = 62  # days: what is more may follow an import the planner does not know of


@dataclass
class Work:
    """What one run has to do: per fact the windows to fill, and the windows of days whose quotas moved."""

    windows: dict[str, list[Window]] = field(default_factory=dict)
    days: dict[str, list[Window]] = field(default_factory=dict)  # before what each fact reaches is added
    targets: list[Window] = field(default_factory=list)


def fill(
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    kpi: str | Collection[str] | None = None,
    from_scratch: bool = False,
    publish: bool = True,
    reason: str = "",
    begin: dt.date | None = None,
) -> FillRun | None:
    """Fill what is dirty or not yet filled, up to today, and publish what moved on closed days.

    ``since`` and ``until`` fill those days again whether they need it or not; ``kpi`` only the facts of one or some;
    ``from_scratch`` throws all cells away first (published figures stay); without ``publish`` only cells are made.
    Cells begin on the first day there is anything on, or on ``begin`` where that is earlier. None when another filler
    is at work.
    """
    organisation = ensure_organisation()
    run = FillRun.objects.create(reason=reason or ("from scratch" if from_scratch else ""))
    hands = 1 if connection.in_atomic_block else settings.CRM_FILL_HANDS  # other connections see what is committed
    token = filling_now.set(True)
    try:
        with transaction.atomic():
            if alone() and triggers.install():
                forget()
        with transaction.atomic():
            if not alone():
                run.delete()
                return None
            Filler(organisation, run, since, until, kpi, from_scratch, begin, hands).work(publish)
    except Exception as error:
        run.error = f"{type(error).__name__}: {error}"
        run.ended_at = timezone.now()
        run.save()
        raise
    finally:
        filling_now.reset(token)
    run.ended_at = timezone.now()
    if run.days or run.published or not reason:
        run.save()
    else:
        run.delete()  # beat found nothing to do: no line in the log for that
    return run


def alone() -> bool:
    return bool(fetch("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])[0][0])


class Filler:
    """One run."""

    def __init__(
        self,
        organisation: Organisation,
        run: FillRun,
        since: dt.date | None,
        until: dt.date | None,
        kpis: str | Collection[str] | None,
        from_scratch: bool,
        begin: dt.date | None = None,
        hands: int = 1,
    ) -> None:
        self.organisation, self.run, self.from_scratch, self.hands = organisation, run, from_scratch, hands
        self.today = today(organisation)
        self.begin = min(begin or self.today, self.today)
        self.asked = Window(since or dt.date(1900, 1, 1), until or self.today) if since or until else None
        codes = [kpis] if isinstance(kpis, str) else kpis or []
        some = dict.fromkeys(fact.name for code in codes for fact in KPIS[code].facts)
        self.facts = [FACTS[name] for name in some] if kpis else list(FACTS.values())
        self.ledger = {row.fact: row for row in FactFill.objects.all()}

    def work(self, publish: bool) -> None:
        tune()
        dirty = take_dirty()
        first = min(self.first_day(dirty), self.begin, self.today)
        work = self.plan(Window(first, self.today), dirty)
        spans = [window for windows in work.windows.values() for window in windows]
        long = any(len(window) > LONG for window in spans)
        hands = self.hands if long else 1
        if long:
            together([refresh_statistics], hands)
        published = snapshots.published()
        if publish and hands > 1 and len(self.facts) == len(FACTS):
            # Facts will be noted as filled before their figures are published: a run cut off between has all published.
            together([snapshots.forget_published], hands)
        self.run.days += together(self.jobs(work, first), hands)
        if publish:
            definitions.record()
            filled = snapshots.Filled(work.windows, work.days, work.targets)
            self.run.published = snapshots.publish(self.organisation, filled, first, published, hands)
        self.run.since = min((window.first for window in spans), default=None)
        self.run.until = max((window.last for window in spans), default=None)

    def jobs(self, work: Work, first: dt.date) -> list[Job]:
        """One for each fact, those that start from the same rows together; the dearest begin first."""
        same: list[Fact] = [fact for fact in self.facts if isinstance(fact, WholePeriod) and fact.sweep in FROM_BUYERS]
        others = [fact for fact in self.facts if fact not in same]
        others.sort(key=lambda fact: (isinstance(fact, WholePeriod), isinstance(fact, Standing)), reverse=True)
        groups = [same, *([fact] for fact in others)]
        return [partial(self.fill_facts, facts, work, first) for facts in groups]

    def fill_facts(self, facts: list[Fact], work: Work, first: dt.date) -> int:
        """Fill facts and note that they are filled. How many days that were."""
        days = 0
        self.share([fact for fact in facts if isinstance(fact, WholePeriod)], work)
        for fact in facts:
            if self.from_scratch or fact.name not in self.ledger:
                Cell.objects.filter(fact=fact.name).delete()
            for window in work.windows[fact.name]:
                self.fill_fact(fact, window)
                days += len(window)
        unshare_buyers()
        self.remember(facts, first)
        return days

    def share(self, facts: list[WholePeriod], work: Work) -> None:
        """Whole-period facts with long windows start from one table."""
        long = {fact: window for fact in facts for window in work.windows[fact.name] if len(window) > LONG}
        if len(long) > 1 and next(iter(long)).sweep in FROM_BUYERS:
            span = Window(min(w.first for w in long.values()), max(w.last for w in long.values()))
            share_buyers(next(iter(long)), self.organisation, span)

    def first_day(self, dirty: dict[str, set[dt.date]]) -> dt.date:
        """The first day there is anything on: as the ledger and the dirty days say, or the rows."""
        if self.from_scratch or len(self.ledger.keys() & FACTS.keys()) < len(FACTS):
            return first_day(self.organisation)
        known = [self.ledger[name].since for name in FACTS]
        events = {source for fact in FACTS.values() if not isinstance(fact, Standing) for source in fact.sources}
        return min([*known, *(day for source in events & dirty.keys() for day in dirty[source])])

    def plan(self, whole: Window, dirty: dict[str, set[dt.date]]) -> Work:
        work = Work()
        for fact in self.facts:
            days = {day for source in fact.sources for day in dirty.get(source, ())}
            windows = [fact.reach(day, self.organisation) for day in days]
            unfilled = self.unfilled(fact, whole)
            work.windows[fact.name] = cut(merged([*windows, *unfilled]), whole)
            work.days[fact.name] = cut(merged([*(Window(day, day) for day in days), *unfilled]), whole)
        self.give_back(dirty)
        work.targets = [Window(day, (day + 366 * DAY)) for day in dirty.get("target", ())]
        return work

    def unfilled(self, fact: Fact, whole: Window) -> list[Window]:
        row = self.ledger.get(fact.name)
        if row is None or self.from_scratch or row.signature != digest(fact, self.organisation):
            return [whole]
        windows = [self.asked] if self.asked else []
        if row.until < whole.last:
            windows.append(Window(row.until + DAY, whole.last))
        if whole.first < row.since:
            windows.append(Window(whole.first, row.since - DAY))
        return windows

    def give_back(self, dirty: dict[str, set[dt.date]]) -> None:
        """Marks of facts this run leaves alone stay for the next."""
        if len(self.facts) == len(FACTS):
            return
        left = {source for fact in FACTS.values() if fact not in self.facts for source in fact.sources} | {"target"}
        kept = sorted((source, day) for source in left for day in dirty.get(source, ()))
        with connection.cursor() as cursor:
            cursor.executemany("INSERT INTO analytics_dirtyday (source, day) VALUES (%s, %s)", kept)

    def fill_fact(self, fact: Fact, window: Window) -> None:
        sql, params = filling(fact, self.organisation, window)
        with connection.cursor() as cursor:
            if not self.from_scratch:
                cursor.execute(
                    "DELETE FROM analytics_cell WHERE fact = %s AND day BETWEEN %s AND %s",
                    [fact.name, window.first, window.last],
                )
            cursor.execute(sql, params)  # type: ignore[arg-type]

    def remember(self, facts: list[Fact], first: dt.date) -> None:
        kept = {"since": first, "until": self.today, "filled_at": timezone.now()}
        FactFill.objects.bulk_create(
            [FactFill(fact=fact.name, signature=digest(fact, self.organisation), **kept) for fact in facts],
            update_conflicts=True,
            unique_fields=["fact"],
            update_fields=["signature", *kept],
        )


def filling(fact: Fact, organisation: Organisation, window: Window) -> tuple[str, Iterable[object]]:
    """The one statement that fills a fact's cells for a window."""
    if isinstance(fact, Standing):
        return fill_standing(fact, organisation, window)
    if isinstance(fact, WholePeriod):
        return SWEEPS[fact.sweep](fact, organisation, window)  # type: ignore[arg-type]
    sql, params = fact.relation(Ask(organisation, window), list(fact.dimensions))
    slices = list(slices_of(fact))
    grouping = ", ".join("(" + ", ".join(["x_day", *(f"x_{name}" for name in names)]) + ")" for names in slices)
    sums = ", ".join(f"coalesce(sum(x_{n}), 0)" for n in range(len(fact.measures)))
    return (
        f"""{INSERT}SELECT %s, {slice_case(slices)}, x_day, {team_key(fact)}, ARRAY[{sums}]::numeric[]
        FROM ({sql}) r GROUP BY GROUPING SETS ({grouping})""",
        (fact.name, *params),
    )


def slice_case(slices: list[tuple[str, ...]]) -> str:
    """Which grouping set a row came from; longer ones first, for theirs include the shorter."""
    whens = [
        "WHEN " + " AND ".join(f"grouping(x_{name}) = 0" for name in names) + f" THEN '{slice_name(names)}'"
        for names in sorted(slices, key=len, reverse=True)
        if names
    ]
    return f"CASE {' '.join(whens)} ELSE 'all' END"


def team_key(fact: Fact) -> str:
    """A row without team or key has 0 there, and so has a slice that does not split by it."""
    keys = [f"x_{name}" for name in fact.dimensions if name != "team"]
    team = "coalesce(x_team, 0)" if "team" in fact.dimensions else "0"
    return f"{team}, coalesce({', '.join([*keys, '0'])})"


def take_dirty() -> dict[str, set[dt.date]]:
    """Take the dirty marks there are now; those of running transactions come with the next run."""
    rows = fetch(
        "WITH taken AS (DELETE FROM analytics_dirtyday RETURNING source, day) SELECT DISTINCT source, day FROM taken",
        [],
    )
    dirty: dict[str, set[dt.date]] = {}
    for source, day in rows:
        dirty.setdefault(source, set()).add(day)
    return dirty


def first_day(organisation: Organisation) -> dt.date:
    """The first day something happened. What only stands, a seat or a paper, may be older than any figure."""
    found = [day for fact in FACTS.values() if not isinstance(fact, Standing) and (day := earliest(fact, organisation))]
    return min(found, default=today(organisation))


def earliest(fact: Fact, organisation: Organisation) -> dt.date | None:
    path = fact.began or fact.at or fact.on
    if not path or isinstance(fact, WholePeriod) and getattr(fact, "row", "") != "pk":
        return None  # rows of another kind of record, which has a fact of its own
    rows = fact.model._default_manager.filter(**{f"{path}__isnull": False}).order_by(path)
    moment = rows.values_list(path, flat=True).first()
    if isinstance(moment, dt.datetime):
        return moment.astimezone(organisation.zone).date()
    return moment


def forget() -> None:
    """Have all facts filled anew: what was written while their triggers were not there was not noted."""
    FactFill.objects.all().delete()


def refresh_statistics() -> int:
    """Tell the planner what is in the tables the facts read."""
    models = {fact.model for fact in FACTS.values()} | {Customer}
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in models if model._meta.managed):
            cursor.execute(f"ANALYZE {table}")
    return 0
