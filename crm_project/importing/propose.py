"""A first mapping from the headings of a file, for a person to go on from."""

from __future__ import annotations

import json
import re

from django.utils.translation import gettext as _

from crm_project.importing.fields import Kind, Type


def propose(kind: Kind, headers: list[str]) -> str:
    """A mapping for ``kind`` with every field whose usual heading, in English or Chinese, occurs in ``headers``."""
    free = {_bare(header): header for header in reversed(headers)}
    lines = [f'kind = "{kind.name}"', 'source = "import"', "", "[file]", "", "[columns]"]
    for field in kind.fields:
        names = [_bare(name) for name in ((field.name,) if field.guess else ()) + field.headers]
        found = next((free.pop(name) for name in names if name in free), None)
        if found is not None:
            recipe = json.dumps(found, ensure_ascii=False)
            lines.append(
                f"{field.name} = {{ path = [{recipe}] }}" if field.type is Type.PATH else f"{field.name} = {recipe}"
            )
        elif field.required:
            lines.append(f'# {field.name} = ""   # {_("needed")}: {field.label}')
    if free:
        lines += [
            "",
            f"# {_('Columns not used')}: {', '.join(header for header in headers if header in free.values())}",
        ]
    return "\n".join(lines) + "\n"


def _bare(heading: str) -> str:
    return re.sub(r"[\W_]+", "", heading.lower())
