"""Which days a change of a source row makes dirty, table by table."""

from analytics.marks import centre, data, deals, loyalty, models, money, records, voice
from analytics.marks.mark import Marks

__all__ = ["TABLES", "Marks"]

_found: dict[tuple[str, tuple[str, ...]], Marks] = {}
for _module in (records, money, voice, centre, deals, data, loyalty, models):
    for _marks in _module.TABLES:
        _key = (_marks.table, _marks.only_when_changed)
        _found[_key] = Marks(_marks.table, (_found[_key].selects if _key in _found else ()) + _marks.selects, _key[1])
TABLES = tuple(_found.values())
