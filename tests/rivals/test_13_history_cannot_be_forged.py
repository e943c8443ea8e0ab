"""Published figures are made by the server from figures; nobody can write one through the admin."""

import pytest

from analytics.models import Snapshot


@pytest.mark.parametrize("path", ["add/", "1/change/", "1/delete/"])
def test_the_admin_writes_no_snapshot(sign_in, root, path):  # type: ignore[no-untyped-def]
    Snapshot.objects.create(pk=1, kpi="win_rate", day="2024-05-01", since="2024-05-01", value=1)
    sign_in(root).post(f"/admin/analytics/snapshot/{path}", {"kpi": "win_rate", "value": 2, "post": "yes"})
    assert list(Snapshot.objects.values_list("pk", "value")) == [(1, 1)]
