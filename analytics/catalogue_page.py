"""The catalogue as a page of text: docs/kpis.md, made of the declarations so that it cannot disagree with them."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.catalogue import CHINESE, both, in_chinese, in_english, variant_formulas
from analytics.fact import Fact
from analytics.formula import Ratio
from analytics.kpi import Area, Derived, Kpi, Percentile
from analytics.kpis import KPIS
from analytics.readings import reading
from analytics.sources import documents, quotes

HEAD = """# KPI catalogue

Made by `manage.py kpis --markdown` from the declarations in `analytics/kpis/`: edit those, not this page. A test fails
while the two differ. 本页由声明生成，请勿直接修改。

What holds for every KPI:

- A day is a local day of the company's time zone, from midnight to midnight; a window is both its days included.
  日按企业所在时区的自然日计算，窗口含首尾两天。
- A ratio, average or percentile of nothing is nothing, never 0; a sum or count of nothing is 0.
  比率、平均值和百分位在无数据时为空，而不是 0；总和与计数在无数据时为 0。
- Money is in home currency at the rate of the record's own day, stamped on it.
  金额按记录当日汇率折算为本位币，汇率随记录保存。
- Owner, team, segment and channel are those of the event, not of today.
  负责人、团队、客户分层和渠道取事件发生时的归属，而非今日的归属。
- Late records restate the days they lie in; what was published stays readable, each with the version of its definition.
  迟到的记录会重述其所属日期；已发布的数字仍可查阅，并注明其定义版本。

Source lines name the source document and its line: `4:27` is line 27 of document 4.
"""


def page() -> str:
    """The whole catalogue in both languages."""
    lines = [HEAD, *contents()]
    for area in Area:
        kpis = [kpi for kpi in KPIS.values() if kpi.area is area]
        if kpis:
            lines += [f"\n## {in_english(area.label)} · {in_chinese(area.label)}\n"]
            lines += [line for kpi in kpis for line in chapter(kpi)]
    return "\n".join(lines).rstrip() + "\n"


def contents() -> Iterator[str]:
    for number, document in documents().items():
        yield f"- document {number}: {document['title']}"
    yield f"\n{len(KPIS)} KPIs."


def chapter(kpi: Kpi) -> Iterator[str]:
    """One KPI: names, meaning, formula, and the cases at its edges."""
    yield f"### {kpi.code}\n"
    yield f"**{kpi.en}** · **{kpi.zh}**\n"
    yield f"{in_english(kpi.means)}\n\n{in_chinese(kpi.means)}\n"
    yield f"- Formula: `{kpi.printed('en')}`"
    yield f"- 公式：`{kpi.printed(CHINESE)}`"
    yield f"- Unit: {in_english(kpi.unit.label)} · better: {kpi.better.value.replace('_', ' ')} · version {kpi.version}"
    yield f"- Published each day for {in_english(kpi.period.label)} · 每日发布的期间：{in_chinese(kpi.period.label)}"
    yield f"- Split by: {', '.join(kpi.dimensions) or 'nothing'}"
    yield f"- Made of: {', '.join(in_english(fact.label) for fact in kpi.facts) or 'sales targets'}"
    yield from variants(kpi)
    yield from edges(kpi)
    if reading(kpi.code):
        yield f"- Reading: {in_english(reading(kpi.code))}"
        yield f"- 读法：{in_chinese(reading(kpi.code))}"
    yield from (f"- Source {quote.ref}: {quote.text}" for quote in quotes(kpi.source))
    yield ""


def variants(kpi: Kpi) -> Iterator[str]:
    formulas = variant_formulas(kpi)
    companions = {name: code for code, name in kpi.companions.items()}
    for name in kpi.variants:
        said = f": `{formulas[name]['en']}` · `{formulas[name]['zh']}`" if name in formulas else ""
        known = f" (also known as `{companions[name]}`)" if name in companions else ""
        yield f"- Variant `{name}`{known}{said}"


def edges(kpi: Kpi) -> Iterator[str]:
    """What the figure is where there is nothing, and which records never count."""
    if isinstance(kpi, Derived):
        yield "- Of nothing: " + (
            "nothing, where the lower side is 0 or unknown" if kpi.over else "the sum of what there is"
        )
    elif isinstance(kpi.formula, Percentile) or (isinstance(kpi.formula, Ratio) and kpi.formula.denominator):
        yield "- Of nothing: nothing, never 0 · 无数据时为空"
    else:
        yield "- Of nothing: 0 · 无数据时为 0"
    for fact in kpi.facts:
        if fact.excluded:
            yield left_out(fact)


def left_out(fact: Fact) -> str:
    reasons = [both(reason) for reason, _rows in fact.excluded.reasons] if fact.excluded else []
    english = "; ".join(reason["en"] for reason in reasons)
    chinese = "、".join(reason["zh"] for reason in reasons)
    return f"- Left out of {in_english(fact.label)}: {english} · {in_chinese(fact.label)}不计入：{chinese}"
