"""What customers will spend: the models fitted on a day's histories, and each customer's value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np

from analytics.fact import Ask, fetch
from analytics.facts.rfm import scored
from analytics.statistics import bgnbd, pareto
from analytics.statistics.bgnbd import BgNbd
from analytics.statistics.histories import Numbers, histories
from analytics.statistics.pareto import ParetoNbd
from analytics.statistics.spend import GammaGamma, fit_spend, lifetime_value
from analytics.statistics.unfit import Unfit

VERSION = 1
HOLD_OUT = 182  # days
HORIZONS = (12, 36)  # months


@dataclass(frozen=True)
class People:
    """Every buyer of a day: ids, days of buying after the first, weeks from the first to the last and to the day, and
    what one of those days is worth (not a number: unknown)."""

    ids: np.ndarray
    x: Numbers
    t_x: Numbers
    age: Numbers
    z: Numbers

    @property
    def repeaters(self) -> int:
        return int((self.x > 0).sum())


@dataclass(frozen=True)
class Worth:
    """The models of a day, each fitted or not, and, where they are, each customer's chance and value."""

    people: People
    buying: BgNbd | Unfit
    check: ParetoNbd | Unfit
    spend: GammaGamma | Unfit
    p_alive: Numbers | None = None
    p_check: Numbers | None = None
    values: dict[int, Numbers] | None = None

    @property
    def reason(self) -> str:
        """Why there are no values, as a code."""
        return next((one.reason for one in (self.buying, self.spend) if isinstance(one, Unfit)), "")


def people_of(ask: Ask, day: dt.date) -> People:
    sql, params = scored(ask, day)
    rows = fetch(f"SELECT c, x, last_on - first_on, %s - first_on, z::float FROM ({sql}) s", (day, *params))
    table = np.array([[value if value is not None else np.nan for value in row] for row in rows], dtype=float)
    table = table.reshape(len(rows), 5)
    return People(table[:, 0].astype(np.int64), table[:, 1], table[:, 2] / 7, table[:, 3] / 7, table[:, 4])


def worth(people: People, *, checked: bool = True) -> Worth:
    """Fit the models and value everybody; ``checked`` asks the second opinion too."""
    rows = histories(people.x, people.t_x, people.age)
    buying = bgnbd.fit(rows)
    check = pareto.fit(rows) if checked else Unfit("not_asked")
    known = np.nan_to_num(people.z, nan=0.0)
    spend = fit_spend(people.x, known)
    if isinstance(buying, Unfit) or isinstance(spend, Unfit):
        return Worth(people, buying, check, spend)
    a_time = np.where(known > 0, spend.expected(people.x, known), spend.mean)
    values = {n: lifetime_value(buying, a_time, people.x, people.t_x, people.age, n) for n in HORIZONS}
    return Worth(
        people,
        buying,
        check,
        spend,
        buying.p_alive(people.x, people.t_x, people.age),
        check.p_alive(people.x, people.t_x, people.age) if isinstance(check, ParetoNbd) else None,
        values,
    )


def hold_out_error(ask: Ask, day: dt.date) -> float | None:
    """Fit on what was known half a year earlier, predict the half year since: days of buying predicted over actual,
    less one. None where there is too little."""
    earlier = day - dt.timedelta(days=HOLD_OUT)
    then, now = people_of(ask, earlier), people_of(ask, day)
    fitted = bgnbd.fit(histories(then.x, then.t_x, then.age)) if len(then.ids) else Unfit("few_repeaters")
    if isinstance(fitted, Unfit):
        return None
    expected = float(fitted.expected(HOLD_OUT / 7, then.x, then.t_x, then.age).sum())
    known = np.isin(now.ids, then.ids)
    actual = float(now.x[known].sum() - then.x.sum())
    return expected / actual - 1 if actual > 0 else None
