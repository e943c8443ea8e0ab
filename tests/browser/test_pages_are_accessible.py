"""axe finds nothing serious on the pages people live in."""

from __future__ import annotations

from pathlib import Path

import pytest

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = (
    "/",
    "/customers/",
    "/kpis/sales_revenue/",
    "/pipeline/",
    "/profile/second-factor/",
    "/profile/sign-ins/",
    "/tokens/new/",
)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not installed: npm ci")
@pytest.mark.usefixtures("trade")
def test_nothing_serious(visit, lin, live_server):
    tab, found = visit(lin), []
    for path in PAGES:
        tab.goto(live_server.url + path)
        tab.evaluate(AXE.read_text())
        result = tab.evaluate("rules => axe.run(document, rules)", RULES)
        found += [
            f"{path} {one['id']}: {node['html'][:200]} {node['failureSummary'][:200]}"
            for one in result["violations"]
            if one["impact"] in ("serious", "critical")
            for node in one["nodes"]
        ]
    assert found == []
