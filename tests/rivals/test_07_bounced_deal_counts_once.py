"""A deal that goes back and forth is one deal, and lost deals stay in the denominator."""

from decimal import Decimal

from sales.actions import create_deal, lose_deal, move_deal, reopen_deal, win_deal
from sales.models import Deal


def test_bouncing_and_losing_half(ask, deal, huawei, lin, stages, too_dear):  # type: ignore[no-untyped-def]
    for name in ("offer", "new", "offer"):
        deal = move_deal(deal, stages[name], by=lin)
    win_deal(reopen_deal(win_deal(deal, by=lin), by=lin), by=lin)
    other = create_deal(Deal(name="Other", customer=huawei, amount=Decimal(10)), lin)
    lose_deal(other, too_dear, by=lin)
    assert ask("win_rate") == Decimal("0.5")


def test_the_funnel_has_each_deal_once_and_the_lost_ones_too(ask, deal, huawei, lin, stages, too_dear):  # type: ignore[no-untyped-def]
    """New: two deals, of which one went on. Offer: one, not won."""
    for name in ("offer", "new", "offer"):
        deal = move_deal(deal, stages[name], by=lin)
    other = create_deal(Deal(name="Other", customer=huawei, amount=Decimal(10)), lin)
    lose_deal(other, too_dear, by=lin)
    assert round(ask("funnel_stage_conversion") - Decimal(1) / 3, 12) == 0
