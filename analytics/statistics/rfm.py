"""Recency, frequency, monetary value: quintiles by rank, and what the combinations are called."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from analytics.statistics.histories import Numbers

GROUPS = 5


def quintiles(values: npt.ArrayLike, *, descending: bool = False) -> npt.NDArray[np.int64]:
    """1 + floor(5 (rank − 1) / n), ties share the lowest rank; the last values of the order get 5."""
    found = np.asarray(values, dtype=float)
    keys: Numbers = -found if descending else found
    rank = np.searchsorted(np.sort(keys), keys, side="left")
    return 1 + (GROUPS * rank) // max(len(found), 1)


def scores(recency: npt.ArrayLike, frequency: npt.ArrayLike, monetary: npt.ArrayLike) -> npt.NDArray[np.int64]:
    """One row a customer: R (fewer days are better), F, M."""
    return np.column_stack([quintiles(recency, descending=True), quintiles(frequency), quintiles(monetary)])
