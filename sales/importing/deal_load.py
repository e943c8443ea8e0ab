"""Staged deal rows into deals, their stage history and the wins of their leads."""

from __future__ import annotations

from decimal import Decimal

from django.utils.translation import gettext as _

from accounts.importing.customer_refs import customers, segments
from accounts.importing.refs import named, people, reject_unknown, team_on, teams
from accounts.models import Channel
from crm_project.importing.load import STAGE, Load, half_even
from sales.importing.lead_history import lead_history
from sales.importing.leads import campaigns
from sales.importing.order_load import rate_on
from sales.importing.product_refs import categories, products
from sales.models import Competitor, Deal, LossReason, Stage, StageChange

CHANGE = StageChange._meta.db_table
Stages = dict[str, tuple[str | None, Decimal | None]]
UPDATES = {
    "name": ("name",), "customer_id": ("customer_id", "customer"), "lead_id": ("lead_id",), "campaign_id": ("campaign",),
    "category_id": ("category", "sku", "product"), "product_id": ("sku", "product"), "stage_id": ("stage", "outcome"),
    "outcome": ("stage", "outcome"), "probability": ("probability", "stage", "outcome"), "currency": ("currency",),
    "amount": ("amount",), "amount_home": ("amount",), "opened_at": ("opened_at",), "closed_at": ("closed_at", "outcome", "stage"),
    "expected_close": ("expected_close",), "loss_reason_id": ("loss_reason",), "competitor_id": ("competitor",),
    "owner_id": ("owner",), "team_id": ("team",), "segment_id": ("segment",), "channel_id": ("channel",), "note": ("note",),
    "recorded_at": ("recorded_at",),
}  # fmt: skip
JOINED = ("owner", "team", "segment", "channel", "category", "campaign", "stage", "loss_reason", "competitor")
STOOD = "stage_id, outcome, probability, amount_home, owner_id, team_id, segment_id"


def load_deals(load: Load, stages: Stages) -> None:
    """Find what rows refer to, refuse what cannot have been, write deals, then their history."""
    load.run(f"UPDATE {STAGE} s SET opened_at = d.opened_at FROM sales_deal d WHERE s.opened_at IS NULL "
             "AND d.source = %(source)s AND d.external_id = s.key")  # fmt: skip
    _stages(load, stages)
    _reject_impossible(load)
    _references(load)
    _new_deals(load)
    load.counts = load.upsert(Deal, "new_deal", update=load.pick(UPDATES), changed="changed_deal")
    _history(load, str(load.mapping.options.get("first_stage", "")))
    _win_leads(load)


def _stages(load: Load, stages: Stages) -> None:
    """Every row gets a stage, and an outcome from the file, the mapping or the pipeline, in this order."""
    load.run(
        f"UPDATE {STAGE} SET stage = coalesce((SELECT name FROM sales_stage WHERE outcome = coalesce(said_outcome, 'open') "
        "ORDER BY position, id LIMIT 1), initcap(coalesce(said_outcome, 'open'))) WHERE coalesce(stage, '') = ''"
    )
    before = {row[0] for row in load.rows("SELECT name FROM sales_stage")}
    named(load, "stage", Stage, "stages")
    said = dict(load.rows(f"SELECT stage, max(said_outcome) FROM {STAGE} GROUP BY stage"))
    for name in said.keys() - before:
        outcome, probability = stages.get(name, (None, None))
        outcome = outcome or said[name] or "open"
        certain = {"won": Decimal(1), "lost": Decimal(0)}.get(outcome, Decimal(0))
        Stage.objects.filter(name=name).update(
            outcome=outcome, probability=certain if probability is None else probability
        )
    load.run(
        f"UPDATE {STAGE} s SET said_outcome = g.outcome FROM sales_stage g WHERE s.said_outcome IS NULL AND g.name = s.stage"
    )


def _reject_impossible(load: Load) -> None:
    closed = "said_outcome <> 'open'"
    load.reject(
        f"SELECT line FROM {STAGE} WHERE {closed} AND closed_at IS NULL", _("a closed deal needs the date it closed")
    )
    load.reject(
        f"SELECT line FROM {STAGE} WHERE {closed} AND opened_at IS NULL",
        _("a closed deal needs the date it was opened"),
    )
    load.reject(f"SELECT line FROM {STAGE} WHERE {closed} AND closed_at < opened_at", _("closed before it was opened"))
    load.warn(f"SELECT line FROM {STAGE} WHERE NOT ({closed}) AND closed_at IS NOT NULL",
              _("an open deal has no closing date; left out"))  # fmt: skip
    load.warn(
        f"SELECT line FROM {STAGE} WHERE opened_at IS NULL", _("an open deal without a date counts as opened now")
    )
    load.run(f"UPDATE {STAGE} SET opened_at = %(now)s WHERE opened_at IS NULL")
    load.reject(
        f"SELECT line, currency FROM {STAGE} WHERE currency <> %(home)s AND ({rate_on('currency', 'opened_at')}) IS NULL",
        _("there is no exchange rate for %s on the day the deal was opened"),
    )


def _references(load: Load) -> None:
    teams(load)
    people(load, "owner", role="rep", at="opened_at", team="team")
    segments(load)
    named(load, "channel", Channel, "channels")
    named(load, "loss_reason", LossReason, "loss_reasons")
    named(load, "competitor", Competitor, "competitors")
    customers(load, at="opened_at", status="prospect", owner="owner", team="team", segment="segment")
    categories(load)
    products(load)
    campaigns(load)
    load.temp(
        "ref_lead_id",
        f"SELECT DISTINCT s.lead_id AS given, x.id FROM {STAGE} s LEFT JOIN sales_lead x ON x.source = %(source)s "
        "AND x.external_id = s.lead_id WHERE s.lead_id <> ''",
    )
    reject_unknown(load, "lead_id", _("there is no lead “%s”"))


def _new_deals(load: Load) -> None:
    certain = "CASE s.said_outcome WHEN 'won' THEN 1 WHEN 'lost' THEN 0 ELSE coalesce(s.probability, g.probability) END"
    home = half_even(f"coalesce(s.amount, 0) * ({rate_on('s.currency', 's.opened_at')})")
    load.temp(
        "new_deal",
        f"SELECT s.line, d.id, s.key AS external_id, %(source)s::text AS source, s.name, c.id AS customer_id, "
        f"ref_lead_id.id AS lead_id, ref_campaign.id AS campaign_id, coalesce(ref_category.id, a.category_id) AS category_id, "
        f"a.id AS product_id, g.id AS stage_id, s.said_outcome AS outcome, {certain} AS probability, "
        f"coalesce(s.currency, %(home)s) AS currency, coalesce(s.amount, 0) AS amount, "
        f"{home} AS amount_home, s.opened_at, "
        f"CASE WHEN s.said_outcome <> 'open' THEN s.closed_at END AS closed_at, s.expected_close, "
        f"ref_loss_reason.id AS loss_reason_id, ref_competitor.id AS competitor_id, ref_owner.id AS owner_id, "
        f"coalesce(ref_team.id, {team_on('ref_owner.id', 's.opened_at')}) AS team_id, "
        f"coalesce(ref_segment.id, k.segment_id) AS segment_id, ref_channel.id AS channel_id, "
        f"coalesce(s.note, '') AS note, coalesce(s.recorded_at, %(now)s) AS recorded_at "
        f"FROM {STAGE} s LEFT JOIN sales_deal d ON d.source = %(source)s AND d.external_id = s.key "
        "LEFT JOIN ref_customer c ON c.given = s.customer_key LEFT JOIN accounts_customer k ON k.id = c.id "
        "LEFT JOIN ref_product p ON p.given = s.product_key LEFT JOIN sales_product a ON a.id = p.id "
        "LEFT JOIN ref_lead_id ON ref_lead_id.given = s.lead_id "
        + " ".join(f"LEFT JOIN ref_{name} ON ref_{name}.given = s.{name}" for name in JOINED)
        + " JOIN sales_stage g ON g.id = ref_stage.id",
    )


def _history(load: Load, first_stage: str) -> None:
    """A new deal was open since its opening and closed at its closing; a changed one gets what changed."""
    fresh = f"FROM changed_deal n JOIN sales_deal d ON d.id = n.id WHERE NOT EXISTS (SELECT 1 FROM {CHANGE} x WHERE x.deal_id = d.id)"
    load.temp("fresh_deal", f"SELECT d.* {fresh}")
    stage = _open_stage(load, first_stage)
    load.run(
        f"INSERT INTO {CHANGE} (deal_id, at, recorded_at, by_id, {STOOD}) SELECT d.id, d.opened_at, d.recorded_at, "
        "%(actor)s::bigint, g.id, 'open', CASE WHEN d.outcome = 'open' THEN d.probability ELSE g.probability END, "
        "d.amount_home, d.owner_id, d.team_id, d.segment_id FROM fresh_deal d JOIN sales_stage g "
        "ON g.id = CASE WHEN d.outcome = 'open' THEN d.stage_id ELSE %(stage)s::bigint END ORDER BY d.id",
        {"stage": stage},
    )
    load.run(
        f"INSERT INTO {CHANGE} (deal_id, at, recorded_at, by_id, {STOOD}) SELECT id, closed_at, recorded_at, "
        f"%(actor)s::bigint, {STOOD} FROM fresh_deal WHERE outcome <> 'open' ORDER BY id"
    )
    _continue_history(load)


def _open_stage(load: Load, first_stage: str) -> int | None:
    """The stage a closed deal is said to have been in: the mapping's, else the first open one."""
    if not load.rows("SELECT 1 FROM fresh_deal WHERE outcome <> 'open' LIMIT 1"):
        return None
    if first_stage:
        return Stage.objects.get_or_create(name=first_stage[:120])[0].pk
    known = Stage.objects.filter(outcome="open").order_by("position", "pk").first()
    return (known or Stage.objects.create(name=_("Open"))).pk


def _continue_history(load: Load) -> None:
    """Deals that were known and changed: their opening and closing move with the file, anything else is added."""
    load.temp(
        "story",
        f"SELECT d.*, f.id AS first_id, f.at AS first_at, f.outcome AS first_outcome, l.id AS last_id, l.at AS last_at, "
        f"l.outcome AS last_outcome FROM changed_deal n JOIN sales_deal d ON d.id = n.id "
        f"JOIN LATERAL (SELECT * FROM {CHANGE} x WHERE x.deal_id = d.id ORDER BY at, id LIMIT 1) f ON true "
        f"JOIN LATERAL (SELECT * FROM {CHANGE} x WHERE x.deal_id = d.id ORDER BY at DESC, id DESC LIMIT 1) l ON true "
        "WHERE NOT EXISTS (SELECT 1 FROM fresh_deal x WHERE x.id = d.id)",
    )
    load.run(f"UPDATE {CHANGE} x SET at = s.opened_at FROM story s WHERE x.id = s.first_id AND s.first_outcome = 'open' "
             "AND x.at <> s.opened_at")  # fmt: skip
    named_columns = STOOD.split(", ")
    old, new = (", ".join(f"{side}.{name}" for name in named_columns) for side in "xs")
    sets = ", ".join(f"{name} = s.{name}" for name in named_columns)
    load.run(f"UPDATE {CHANGE} x SET at = s.closed_at, {sets} FROM story s WHERE x.id = s.last_id AND s.outcome <> 'open' "
             f"AND s.last_outcome = s.outcome AND (x.at, {old}) IS DISTINCT FROM (s.closed_at, {new})")  # fmt: skip
    load.run(
        f"INSERT INTO {CHANGE} (deal_id, at, recorded_at, by_id, {STOOD}) SELECT s.id, "
        f"CASE WHEN s.closed_at > s.last_at THEN s.closed_at ELSE %(now)s END, %(now)s, %(actor)s::bigint, {new} "
        f"FROM story s JOIN {CHANGE} x ON x.id = s.last_id WHERE ({old}) IS DISTINCT FROM ({new})"
    )


def _win_leads(load: Load) -> None:
    """A lead is won the first time a deal of it was."""
    load.run(
        "UPDATE sales_lead x SET won_at = w.won_at, status = 'converted', disqualified_reason = '', "
        "converted_at = coalesce(x.converted_at, w.opened_at), version = x.version + 1, updated_at = %(now)s "
        "FROM (SELECT lead_id, min(closed_at) FILTER (WHERE outcome = 'won') AS won_at, min(opened_at) AS opened_at "
        "FROM sales_deal WHERE lead_id IN (SELECT lead_id FROM new_deal) GROUP BY lead_id) w WHERE x.id = w.lead_id "
        "AND (x.won_at, x.status) IS DISTINCT FROM (w.won_at, 'converted')"
    )
    lead_history(load, "SELECT lead_id FROM new_deal")
