"""What a KPI is: a formula with a name, unit, direction, period and source."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from analytics.fact import Fact, Standing, WholePeriod
from analytics.formula import Lazy, Measure, Ratio, as_ratio
from analytics.periods import EPOCH, Window

if TYPE_CHECKING:
    from analytics.figures import Reader


class Unit(enum.Enum):
    """What a value is counted in. ``scale`` divides the totals the rows hold (seconds) into it."""

    MONEY = ("money", _("home currency"), 1)
    MONEY_PER = ("money_per", _("home currency each"), 1)
    COUNT = ("count", pgettext_lazy("unit", "number"), 1)
    PER = ("per", _("each"), 1)
    RATIO = ("ratio", _("ratio"), 1)
    DAYS = ("days", _("days"), 1)
    HOURS = ("hours", _("hours"), 3600)
    MINUTES = ("minutes", _("minutes"), 60)
    SECONDS = ("seconds", _("seconds"), 1)
    POINTS = ("points", _("points"), 1)
    INDEX = ("index", _("0 to 100"), 1)
    MONEY_PER_DAY = ("money_per_day", _("home currency a day"), 1)
    CODE = ("code", _("code"), 1)

    def __init__(self, code: str, label: Lazy, scale: int) -> None:
        self.code, self.label, self.scale = code, label, Decimal(scale)


class Better(enum.Enum):
    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"
    AT_MOST_TARGET = "at_most_target"


class Area(enum.Enum):
    SALES = ("sales", _("Sales"))
    CUSTOMER = ("customer", _("Customers"))
    SERVICE = ("service", _("Service"))
    CALL_CENTER = ("call_center", _("Call centre"))
    MARKETING = ("marketing", _("Marketing"))
    ADVERTISING = ("advertising", _("Advertising"))
    GOVERNANCE = ("governance", _("Management"))

    def __init__(self, code: str, label: Lazy) -> None:
        self.code, self.label = code, label


class Period(enum.Enum):
    """Over which days, ending with the day, a KPI's daily snapshot is taken."""

    DAY = ("day", _("the day"))
    END_OF_DAY = ("end_of_day", _("what stands at the end of the day"))
    MONTH_TO_DATE = ("month_to_date", _("the month to date"))
    QUARTER_TO_DATE = ("quarter_to_date", _("the quarter to date"))
    YEAR_TO_DATE = ("year_to_date", _("the year to date"))
    TRAILING_YEAR = ("trailing_365_days", _("the 365 days to the day"))
    SO_FAR = ("so_far", _("since the beginning"))

    def __init__(self, code: str, label: Lazy) -> None:
        self.code, self.label = code, label


@dataclass(frozen=True)
class Percentile:
    """The value below which a share of rows lies, interpolated (percentile_cont), always of the rows of the window."""

    measure: Measure
    share: Decimal

    def __str__(self) -> str:
        return str(_("percentile %(share)s of %(what)s") % {"share": f"{self.share:.0%}", "what": self.measure.label})

    @property
    def measures(self) -> list[Measure]:
        return [self.measure]


Formula = Ratio | Percentile


@dataclass(frozen=True, eq=False)
class Kpi:
    """A named formula. ``source`` names the lines of the source documents it comes from."""

    code: str
    en: str
    zh: str
    means: Lazy
    formula: Any
    unit: Unit
    better: Better
    area: Area
    period: Period = Period.DAY
    source: tuple[str, ...] = ()
    variants: dict[str, Any] = field(default_factory=dict)
    whole_below: frozenset[str] = frozenset()  # dimensions by which only the numerator is split
    target: Decimal | None = None
    version: int = 1
    companions: dict[str, str] = field(default_factory=dict)  # codes of their own that variants are known by
    companion_of: str = ""  # the code it stands beside; the catalogue lists it there
    whole_months: bool = False  # nothing to say of months that are not over
    counted_in: Unit | None = None  # what both sides of a ratio of durations are counted in
    above_zero: bool = False  # a denominator below zero gives no value either
    reads: str = ""  # a class of fields one must read to see it, beside what its unit asks for
    scored: bool = False  # published by the nightly scoring for the days it scores, never by the filler
    flag: Callable[[Reader, Window], str] | None = None  # why a value must not be ranked or compared, in one word

    def __post_init__(self) -> None:
        if not isinstance(self.formula, Percentile):
            object.__setattr__(self, "formula", as_ratio(self.formula))
        ready = {name: v if isinstance(v, Percentile) else as_ratio(v) for name, v in self.variants.items()}
        object.__setattr__(self, "variants", ready)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return self.zh if (translation.get_language() or "en").startswith("zh") else self.en

    @property
    def facts(self) -> list[Fact]:
        return list(dict.fromkeys(measure.fact for measure in self.formula.measures))

    def span(self, window: Window) -> Window:
        """The days a question about ``window`` is about: all until its end, for what is counted since the beginning."""
        return Window(EPOCH, window.last) if self.period == Period.SO_FAR else window

    @property
    def dimensions(self) -> list[str]:
        """By what it can be split: what all its facts share, or one of its measures brings from a finer fact."""
        return shared_dimensions(self.formula, self.whole_below)

    @property
    def additive(self) -> bool:
        """Whether the sums of a period are the sums of its days."""
        return all(fact.flow for fact in self.facts)

    def printed(self, language: str | None = None) -> str:
        """The formula in words; in one language, or the reader's."""
        with translation.override(language or translation.get_language()):
            return self.formula_words()

    def formula_words(self) -> str:
        return str(self.formula)

    def variant(self, name: str | None) -> Any:
        """The formula of a named variant; a ValueError names those there are."""
        if not name:
            return self.formula
        if name not in self.variants:
            known = ", ".join(self.variants) or "–"
            raise ValueError(
                str(_("%(kpi)s has no variant “%(name)s”; there are: %(known)s."))
                % {"kpi": self.code, "name": name, "known": known}
            )
        return self.variants[name]


Pair = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, eq=False)
class Derived(Kpi):
    """A KPI made of other KPIs. ``formula`` says in words what ``compute`` does; ``parts`` are what it reads.

    ``compute(reader, window)`` gives numerator and denominator; variants are other such functions.
    """

    compute: Callable[[Reader, Window], Pair] = lambda reader, window: (None, None)
    parts: tuple[Any, ...] = ()  # formulas whose rows stand behind it: numerator's, then denominator's
    over: bool = True  # value = numerator ÷ denominator, else the numerator
    split_by: tuple[str, ...] = ("owner", "team")
    opens: Callable[[str, Window, str | None], list[tuple[int, Any, Window]]] | None = None
    spans: Callable[[Window], tuple[Window, ...]] | None = None  # other windows it reads: pages bring them at once
    from_published: bool = False  # its trend is what was published: each figure asks too much of the rows
    weighted: bool = False  # the rows behind it go in by weights or shares; they do not add up to a side
    looks_back: bool = True  # compares with days before the window: keys of then are listed too
    own_days: bool = False  # asks all it reads over its own period, of the rows: a row moves it in that period alone
    daily: bool = False  # ``compute`` asks only ``reader.amount`` of days of one month: published for every day

    def __post_init__(self) -> None:
        pass

    @property
    def facts(self) -> list[Fact]:
        return list(dict.fromkeys(m.fact for part in self.parts for m in as_ratio(part).measures))

    @property
    def dimensions(self) -> list[str]:
        return list(self.split_by)

    @property
    def additive(self) -> bool:
        return False

    def sides(self, side: str, window: Window, variant: str | None = None) -> list[tuple[int, Any, Window]]:
        """What stands behind a side: (sign, formula, window), for the rows behind the figure."""
        return self.opens(side, window, variant) if self.opens else []

    def computing(self, name: str | None) -> Callable[[Reader, Window], Pair]:
        return self.variant(name) if name else self.compute


def shared_dimensions(formula: Any, whole_below: frozenset[str] = frozenset()) -> list[str]:
    """Dimensions every measure of a formula can be split by, in the order its first fact declares them."""

    def known(measure: Measure) -> set[str]:
        return set(measure.fact.path_of) | set(measure.finer)

    measures = formula.measures
    upper = set.intersection(*(known(m) for m in measures)) if measures else set()
    if isinstance(formula, Ratio) and formula.denominator:
        split = set.intersection(*(known(m) for _sign, m in formula.numerator))
        upper |= split & whole_below
    order = list(measures[0].fact.path_of) + sorted(upper)
    return [name for name in dict.fromkeys(order) if name in upper]


def stock_or_whole(kpi: Kpi) -> bool:
    """Read at the last day of a period rather than summed over it."""
    return any(isinstance(fact, Standing | WholePeriod) for fact in kpi.facts)
