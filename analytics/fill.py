"""The filler: cells of the days that need it, then the figures that moved.

One transaction: what it takes from the dirty days it also fills, or neither. Two fillers never run at once; one run
twice changes nothing; a missed night is simply more days.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from django.db import connection, transaction
from django.utils import timezone

from accounts.actions.organisation import ensure_organisation
from accounts.models import Customer, Organisation
from analytics import definitions, snapshots, triggers
from analytics.cells import digest, slice_name, slices_of
from analytics.fact import Ask, Fact, Standing, WholePeriod, fetch, today
from analytics.facts import FACTS
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
    try:
        with transaction.atomic():
            if not alone():
                run.delete()
                return None
            Filler(organisation, run, since, until, kpi, from_scratch, begin).work(publish)
    except Exception as error:
        run.error = f"{type(error).__name__}: {error}"
        run.ended_at = timezone.now()
        run.save()
        raise
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
    ) -> None:
        self.organisation, self.run, self.from_scratch = organisation, run, from_scratch
        self.today = today(organisation)
        self.begin = min(begin or self.today, self.today)
        self.asked = Window(since or dt.date(1900, 1, 1), until or self.today) if since or until else None
        codes = [kpis] if isinstance(kpis, str) else kpis or []
        some = dict.fromkeys(fact.name for code in codes for fact in KPIS[code].facts)
        self.facts = [FACTS[name] for name in some] if kpis else list(FACTS.values())
        self.ledger = {row.fact: row for row in FactFill.objects.all()}

    def work(self, publish: bool) -> None:
        tune()
        if triggers.install():
            self.from_scratch = True  # what was written without them was not noted
        dirty = take_dirty()
        first = min(self.first_day(dirty), self.begin)
        if self.from_scratch:
            Cell.objects.filter(fact__in=[fact.name for fact in self.facts]).delete()
        work = self.plan(Window(min(first, self.today), self.today), dirty)
        if any(len(window) > LONG for windows in work.windows.values() for window in windows):
            refresh_statistics()
        self.share(work)
        for fact in self.facts:
            for window in work.windows[fact.name]:
                self.fill_fact(fact, window)
                self.run.days += len(window)
        unshare_buyers()
        self.remember(min(first, self.today))
        if publish:
            definitions.record()
            filled = snapshots.Filled(work.windows, work.days, work.targets)
            self.run.published = snapshots.publish(self.organisation, filled, min(first, self.today))
        spans = [window for windows in work.windows.values() for window in windows]
        self.run.since = min((window.first for window in spans), default=None)
        self.run.until = max((window.last for window in spans), default=None)

    def share(self, work: Work) -> None:
        """Whole-period facts with long windows start from one table."""
        long = {
            fact: window
            for fact in self.facts
            if isinstance(fact, WholePeriod) and fact.sweep in FROM_BUYERS
            for window in work.windows[fact.name]
            if len(window) > LONG
        }
        if len(long) > 1:
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

    def remember(self, first: dt.date) -> None:
        kept = {"since": first, "until": self.today, "filled_at": timezone.now()}
        FactFill.objects.bulk_create(
            [FactFill(fact=fact.name, signature=digest(fact, self.organisation), **kept) for fact in self.facts],
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


def refresh_statistics() -> None:
    """Tell the planner what is in the tables the facts read."""
    models = {fact.model for fact in FACTS.values()} | {Customer}
    with connection.cursor() as cursor:
        for table in sorted(model._meta.db_table for model in models if model._meta.managed):
            cursor.execute(f"ANALYZE {table}")


def tune() -> None:
    """Memory for this transaction's sorts and hashes; the planner's parallel workers read, they do not insert."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL work_mem = '128MB'")
        cursor.execute("SET LOCAL jit = off")
