"""Bring the translation catalogues up to date: ``python -m crm_project.messages``.

Reads every marked string of the code and the templates without GNU gettext, keeps what is translated, adds what is
new, drops what nobody says any more. Catalogues are sorted and name no lines, so that two branches merge.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parent.parent
APPS = ("crm_project", "accounts", "marketing", "sales", "service", "analytics")
KEYWORDS = {
    **dict.fromkeys(("_", "_now", "gettext", "gettext_lazy", "gettext_noop")),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
NAMED = re.compile(r"%\((\w+)\)[sdif]")
BARE = re.compile(r"%[sdif]|\{\w*\}")

HEAD = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""

Key = tuple[str, str | None]


def catalogues() -> list[Path]:
    return sorted((BASE / "locale").glob("*/LC_MESSAGES/django.po"))


def key_of(message: Message) -> Key:
    """What a string is found by: its (singular) English, and its context if it has one."""
    text = message.id[0] if isinstance(message.id, list | tuple) else message.id
    return str(text), message.context


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file that may say something to a person; templates as the Python that Django makes of them."""
    for app in APPS:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for suffix in ("html", "txt"):
        for path in sorted((BASE / "templates").rglob(f"*.{suffix}")):
            yield path, templatize(path.read_text(encoding="utf-8"), origin=str(path)).encode()


def said() -> Catalog:
    """Everything that is marked for translation, as a catalogue without translations."""
    found = Catalog(charset="utf-8")
    for _path, text in sources():
        strings = extract("python", io.BytesIO(text), KEYWORDS, options={"encoding": "utf-8"})
        for _line, message, _comments, context in strings:
            if message:
                found.add(message, context=context)
    return found


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parent.parent.name, abort_invalid=True)


def updated(old: Catalog, now: Catalog) -> Catalog:
    """The strings of ``now`` with the translations of ``old``; nothing is guessed from similar ones."""
    kept = {key_of(message): message for message in old if message.id}
    new = Catalog(locale=old.locale, charset="utf-8", fuzzy=False)
    for message in now:
        if not message.id:
            continue
        before = kept.get(key_of(message))
        plural = isinstance(message.id, list | tuple)
        string = before.string if before and isinstance(before.string, tuple) == plural else None
        new.add(message.id, string, context=message.context)
    return new


def done(message: Message) -> bool:
    """Whether the string is translated, in all its forms, by a person."""
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return not message.fuzzy and bool(forms) and all(forms)


def placeholders(text: str) -> tuple[set[str], list[str]]:
    """What a text leaves open: names (in any order) and bare ones."""
    plain = text.replace("%%", "")
    return set(NAMED.findall(plain)), sorted(BARE.findall(NAMED.sub("", plain)))


def write(catalogue: Catalog, path: Path) -> None:
    out = io.BytesIO()
    write_po(out, catalogue, width=0, no_location=True, omit_header=True, sort_output=True, ignore_obsolete=True)
    head = HEAD.format(language=path.parent.parent.name).encode()
    text = head + out.getvalue().rstrip(b"\n") + b"\n"
    if not path.exists() or path.read_bytes() != text:
        path.write_bytes(text)


def main() -> None:
    now = said()
    for path in catalogues():
        catalogue = updated(read(path), now)
        write(catalogue, path)
        left = sorted(key_of(message)[0] for message in catalogue if message.id and not done(message))
        sys.stdout.write(f"{path.relative_to(BASE)}: {len(catalogue)} strings, {len(left)} to translate\n")
        sys.stdout.writelines(f"  {text!r}\n" for text in left)


if __name__ == "__main__":
    main()
