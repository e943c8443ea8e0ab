"""The history of imported leads: in use since they were received, until what the file says became of them."""

from __future__ import annotations

from crm_project.importing.load import Load

STOOD = "status, probability, expected_amount, owner_id, team_id, segment_id"
INSERT = f"INSERT INTO sales_leadchange (lead_id, at, recorded_at, {STOOD}) "
NOW = "x.status, x.probability, coalesce(x.expected_amount, 0), x.owner_id, x.team_id, x.segment_id"


def lead_history(load: Load, of: str) -> None:
    """Append what is not told yet of the leads whose numbers ``of`` selects. One that is new begins when it was
    received; one put aside without a date was so when the file was read."""
    touched = f"FROM sales_lead x WHERE x.id IN ({of})"
    untold = "NOT EXISTS (SELECT FROM sales_leadchange c WHERE c.lead_id = x.id)"
    load.run(
        f"{INSERT} SELECT x.id, x.received_at, x.recorded_at, CASE x.status WHEN 'working' THEN 'working' ELSE 'new' END, "
        f"{NOW.removeprefix('x.status, ')} {touched} AND {untold} ORDER BY x.id"
    )
    last = "SELECT * FROM sales_leadchange c WHERE c.lead_id = x.id ORDER BY c.at DESC, c.id DESC LIMIT 1"
    old = ", ".join(f"l.{name}" for name in STOOD.split(", "))
    load.run(
        f"{INSERT} SELECT x.id, greatest(l.at, coalesce(x.converted_at, x.won_at, %(now)s)), %(now)s, {NOW} FROM sales_lead x "
        f"JOIN LATERAL ({last}) l ON true WHERE x.id IN ({of}) AND ({old}) IS DISTINCT FROM ({NOW}) ORDER BY x.id"
    )
