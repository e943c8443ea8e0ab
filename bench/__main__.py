"""``python -m bench [--fresh] [--only fill|day|pages]``; SCALE in the environment, 1 by default."""

from __future__ import annotations

import argparse
import datetime as dt
import os
import sys
import warnings
import zoneinfo
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")

import django

from crm_project import embedded


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m bench", description="How fast a big company's figures and pages are."
    )
    parser.add_argument("--fresh", action="store_true", help="make the company anew")
    parser.add_argument("--only", choices=["fill", "day", "pages"], help="one part")
    parser.add_argument("--turns", type=int, help="how often a fill is timed; default 3, from scratch once")
    parser.add_argument("--today", type=dt.date.fromisoformat, help="first day without data; default today")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    embedded.ensure()
    django.setup()

    from bench import company, fills, goals, pages  # noqa: PLC0415 - models need the settings first

    scale = float(os.environ.get("SCALE", "1"))
    today = options.today or dt.datetime.now(zoneinfo.ZoneInfo(company.ZONE)).date()
    company.use_own_database(scale, today, fresh=options.fresh)
    turns = options.turns or 3
    if options.only in (None, "fill"):
        fills.from_scratch(today, options.turns or 1)
    fills.settle()
    if options.only in (None, "day"):
        fills.new_day(today, turns)
        fills.late_orders(today, turns)
        fills.rfm(today, turns)
    if options.only in (None, "pages"):
        fills.settle()  # what the days above left to be vacuumed would be in the way
        pages.pages(40)
    goals.goals(scale)


if __name__ == "__main__":
    main()
