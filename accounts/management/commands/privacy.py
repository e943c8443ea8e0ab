"""``manage.py privacy``: what an operator does about personal data."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import erasure_list
from accounts.actions.erasure import reapply
from accounts.actions.retention import apply_rules, due
from accounts.models import Erasure, RetentionRule
from crm_project.encryption import encrypted_fields, is_encrypted, rotate, write_anew

HELP = {
    "list": "print the list of erasures, one line of JSON each, from the database and from the file beside it",
    "reapply": "erase again whom a restored backup brought back (from the list in the data folder, or from a copy)",
    "rotate": "write every encrypted field anew with the first key of CRM_FIELD_KEYS",
    "retention": "count what the retention rules would overwrite; with --apply overwrite it, for rules that are on",
}


class Command(BaseCommand):
    help = "Personal data: " + "; ".join(f"{name}: {text}" for name, text in HELP.items()) + "."

    def add_arguments(self, parser: Any) -> None:
        commands = parser.add_subparsers(dest="what", required=True)
        for name, text in HELP.items():
            one = commands.add_parser(name, help=text)
            if name == "reapply":
                one.add_argument("file", nargs="?", type=Path, help="a copy of the list")
            if name == "retention":
                one.add_argument("--apply", action="store_true")

    def handle(self, *, what: str, **options: Any) -> None:
        getattr(self, what)(**options)

    def list(self, **options: Any) -> None:
        said = [erasure_list.line_of(entry) for entry in Erasure.objects.order_by("id")]
        known = {(line["kind"], line["object_id"], line["salt"]) for line in said}
        said += [line for line in erasure_list.read() if (line["kind"], line["object_id"], line["salt"]) not in known]
        for line in said:
            self.stdout.write(json.dumps(line))

    def reapply(self, *, file: Path | None, **options: Any) -> None:
        if file is not None and not file.exists():
            raise CommandError(f"There is no file {file}.")
        try:
            entries = erasure_list.read(file)
        except ValueError as error:
            raise CommandError(f"The list cannot be read: {error}") from error
        done = reapply(entries)
        self.stdout.write(f"{len(entries)} in the list, {len(done)} erased again")

    def rotate(self, **options: Any) -> None:
        for model in apps.get_models():
            for field in encrypted_fields(model):
                self.stdout.write(f"{model._meta.label_lower}.{field.name}: {write_anew(model, field)} rows")
        self.stdout.write(f"second factors: {rotate_second_factors()} rows")

    def retention(self, *, apply: bool, **options: Any) -> None:
        if apply:
            done = apply_rules()
            for kind, count in done.items():
                self.stdout.write(f"{kind}: {count} overwritten")
            return
        for rule in RetentionRule.objects.order_by("kind"):
            self.stdout.write(
                f"{rule.kind}: {due(rule).count()} older than {rule.days} days{'' if rule.is_on else ' (off)'}"
            )


def rotate_second_factors() -> int:
    """The secrets of authenticator apps and recovery codes, which their library keeps in a document."""
    count = 0
    with transaction.atomic():
        for row in Authenticator.objects.select_for_update().order_by("pk"):
            data = {key: rotate(value) if is_encrypted(value) else value for key, value in row.data.items()}
            if data != row.data:
                count += Authenticator.objects.filter(pk=row.pk).update(data=data)
    return count
