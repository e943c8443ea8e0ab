"""Every write of analytics beside the filler's."""

from analytics.actions.goals import change_goal, drop_goal, review_goal, save_card, set_goal
from analytics.actions.paces import take_over_paces
from analytics.actions.scoring import score, score_day, scoring_is_due
from analytics.actions.targets import Cell, drop_target, set_quota_grid, set_target

__all__ = [
    "Cell",
    "change_goal",
    "drop_goal",
    "drop_target",
    "review_goal",
    "save_card",
    "score",
    "score_day",
    "scoring_is_due",
    "set_goal",
    "set_quota_grid",
    "set_target",
    "take_over_paces",
]
