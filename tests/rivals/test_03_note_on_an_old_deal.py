"""Editing a deal of last year does not move it into this month."""

import datetime as dt

from sales.actions import update_deal, win_deal


def test_an_edit_does_not_move_a_won_deal(ask, deal, lin, now):  # type: ignore[no-untyped-def]
    deal = win_deal(deal, by=lin)
    now.shift(dt.timedelta(days=60))
    deal.note = "called to say thanks"
    update_deal(deal, lin)
    assert ask("win_rate") == 1
