"""manage.py audit seal|head|verify|grants: the chain over the trail of changes."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.trail import chain, grants


class Command(BaseCommand):
    help = (
        "Seal the trail of changes, print the head of its chain, verify it, or print the rights of the program's role."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        deeds = parser.add_subparsers(dest="deed", required=True)
        deeds.add_parser("seal", help="seal what was committed; beat does so every minute")
        deeds.add_parser(
            "head", help="seal, then print the end of the chain, to be kept where the database's owner cannot"
        )
        verify = deeds.add_parser("verify", help="name the first row that is not as it was written")
        verify.add_argument(
            "--head", action="append", default=[], help="an end of the chain kept outside (position:hash)"
        )
        verify.add_argument("--heads", type=Path, help="a file of them, one a line")
        rights = deeds.add_parser("grants", help="print what a role that owns nothing needs, as SQL")
        rights.add_argument("role")
        rights.add_argument("--apply", action="store_true", help="give the rights instead of printing them")

    def handle(self, *args: Any, **options: Any) -> None:
        getattr(self, options["deed"])(options)

    def seal(self, options: dict[str, Any]) -> None:
        sealed = chain.seal()
        self.stdout.write(ngettext("%d change sealed.", "%d changes sealed.", sealed) % sealed)

    def head(self, options: dict[str, Any]) -> None:
        chain.seal()
        self.stdout.write(str(chain.head()))

    def verify(self, options: dict[str, Any]) -> None:
        found = chain.verify(heads_of(options))
        if found.wrong:
            raise CommandError(found.wrong)
        self.stdout.write(
            _("The chain of %(seals)d changes holds; of %(forgotten)d the personal values were forgotten.")
            % {"seals": found.seals, "forgotten": found.forgotten}
        )

    def grants(self, options: dict[str, Any]) -> None:
        if options["apply"]:
            grants.apply(options["role"])
            self.stdout.write(_("The role %s has the rights it needs and no more.") % options["role"])
            return
        self.stdout.write(";\n".join(grants.statements(options["role"])) + ";")


def heads_of(options: dict[str, Any]) -> list[chain.Head]:
    """The ends written down outside, from the command line and from a file."""
    try:
        lines = options["heads"].read_text().splitlines() if options["heads"] else []
    except (OSError, UnicodeError) as error:
        raise CommandError(_("The file of heads cannot be read: %s") % error) from error
    found = []
    for text in [*options["head"], *(line for line in lines if line.strip())]:
        try:
            found.append(chain.parse_head(text))
        except ValueError:
            raise CommandError(_("“%s” is no head of a chain: position:hash.") % text) from None
    return found
