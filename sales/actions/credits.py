"""Whose success a deal is: split between people, always the whole of it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.actions import audit
from accounts.actions.records import lock, require_active, require_version
from accounts.models import User
from crm_project.errors import ActionRefused
from sales.models import Competitor, Deal, DealCredit


@transaction.atomic
def split_credit(deal: Deal, shares: Mapping[User, Decimal], *, by: User | None, version: int | None = None) -> Deal:
    """Say whose success a deal is: shares (0 to 1) by person, which add up to 1.

    With nobody named, it is all its owner's again. Raises ActionRefused when they do not add up.
    """
    deal = lock(Deal, deal.pk)
    require_version(deal, version)
    given = {user: share for user, share in shares.items() if share}
    total = sum(given.values(), Decimal(0))
    if given and total != 1:
        raise ActionRefused(_("The shares add up to %s %%, not to 100 %%.") % f"{(total * 100).normalize():f}")
    known = {credit.user_id: credit.share for credit in deal.credits.all()}
    for user, share in given.items():
        if not 0 < share <= 1:
            raise ActionRefused(_("A share is more than 0 and at most 100 %."))
        if user.pk not in known:
            require_active(user)
    deal.credits.all().delete()
    DealCredit.objects.bulk_create(DealCredit(deal=deal, user=user, share=share) for user, share in given.items())
    now = {user.pk: share for user, share in given.items()}
    if known != now:
        deal.version += 1
        deal.save(update_fields=["version", "updated_at"])
        audit.record(by, "split", deal, {"credits": [told(known), told(now)]})
    return deal


def told(shares: Mapping[int, Decimal]) -> dict[str, str]:
    return {str(user): f"{share.normalize():f}" for user, share in shares.items()}


def competitor_of(said: Competitor | str | None) -> Competitor | None:
    """A competitor, also by name; one that is new is added to the list. Empty: nobody known."""
    if said is None or isinstance(said, Competitor):
        return said
    name = said.strip()[:120]
    return Competitor.objects.get_or_create(name=name)[0] if name else None
