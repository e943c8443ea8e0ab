"""Purchase histories as the models read them, equal ones together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Histories:
    """Customers with the same history as one row.

    ``x``: days of buying after the first; ``t_x``: time from the first to the last; ``age``: time from the first to the
    day looked from (both in one unit, weeks by custom); ``count``: customers of the row; ``of``: the row of each
    customer.
    """

    x: Numbers
    t_x: Numbers
    age: Numbers
    count: Numbers
    of: npt.NDArray[np.intp]

    @property
    def customers(self) -> int:
        return len(self.of)

    @property
    def repeaters(self) -> int:
        return int(self.count[self.x > 0].sum())


def histories(x: npt.ArrayLike, t_x: npt.ArrayLike, age: npt.ArrayLike) -> Histories:
    rows = np.column_stack([np.asarray(column, dtype=float) for column in (x, t_x, age)])
    found, of, count = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    return Histories(found[:, 0], found[:, 1], found[:, 2], count.astype(float), of.reshape(-1))


def thinned(rows: Histories, most: int) -> Histories:
    """At most ``most`` distinct histories, evenly picked: for likelihoods too dear for all of them."""
    if len(rows.x) <= most:
        return rows
    picked = np.linspace(0, len(rows.x) - 1, most).astype(int)
    return Histories(rows.x[picked], rows.t_x[picked], rows.age[picked], rows.count[picked], rows.of)
