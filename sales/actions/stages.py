"""What stands about a deal, and the row its history gets whenever that changes."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.actions.records import lock, moment
from accounts.models import User
from accounts.queries import local_day, organisation
from accounts.rates import rate_on, to_home
from crm_project.errors import ActionRefused
from sales.models import Deal, Stage, StageChange
from sales.models.deals import Outcome

TOLD = ("stage_id", "outcome", "probability", "amount_home", "owner_id", "team_id", "segment_id")
CERTAIN = {Outcome.WON: Decimal(1), Outcome.LOST: Decimal(0)}


def lock_deal(deal: Deal, at: dt.datetime | None) -> tuple[Deal, dt.datetime]:
    """The locked deal and the instant of its next step: not in the future, not before its last step."""
    deal = lock(Deal, deal.pk)
    last = StageChange.objects.filter(deal=deal).order_by("-at", "-id").first()
    return deal, moment(at, last.at if last else deal.opened_at)


def require_open(deal: Deal) -> None:
    if deal.is_closed:
        raise ActionRefused(_("This deal is closed. Reopen it first."))


def first_stage(outcome: str) -> Stage:
    """The first stage of the pipeline with an outcome. Raises ActionRefused when none is set up."""
    found = Stage.objects.filter(outcome=outcome).order_by("position", "id").first()
    if found is None:
        raise ActionRefused(
            _("There is no stage for deals that are %s. An administrator can add one.") % Outcome(outcome).label,
            field="stage",
        )
    return found


def enter(deal: Deal, stage: Stage) -> None:
    """Put a deal in a stage, with the stage's outcome and probability."""
    deal.stage = stage
    deal.outcome = stage.outcome
    deal.probability = CERTAIN.get(Outcome(stage.outcome), stage.probability)


def price(deal: Deal, at: dt.datetime) -> None:
    """The deal's amount in home currency, at the rate of the local day it was said."""
    deal.currency = deal.currency or organisation().home_currency
    deal.amount_home = to_home(deal.amount, rate_on(deal.currency, local_day(at)))


def tell(deal: Deal, at: dt.datetime, by: User | None) -> StageChange:
    """Append what stands about the deal from ``at`` on."""
    return StageChange.objects.create(deal=deal, at=at, by=by, **{name: getattr(deal, name) for name in TOLD})


def tell_if_new(deal: Deal, stored: Deal, at: dt.datetime, by: User | None) -> None:
    """Append a row when something the pipeline is computed from is not as it was."""
    if any(getattr(deal, name) != getattr(stored, name) for name in TOLD):
        tell(deal, at, by)
