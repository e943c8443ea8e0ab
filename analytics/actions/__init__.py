"""Every write of analytics beside the filler's."""

from analytics.actions.paces import take_over_paces
from analytics.actions.targets import Cell, drop_target, set_quota_grid, set_target

__all__ = ["Cell", "drop_target", "set_quota_grid", "set_target", "take_over_paces"]
