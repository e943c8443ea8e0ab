"""A listener on this machine, which the setting allows, and a webhook that calls it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from accounts.actions import create_customer
from accounts.actions.webhooks import create_webhook
from accounts.models import Customer, Webhook
from sales.models import Lead


@dataclass
class Listener:
    """What arrived, and what is answered."""

    url: str = ""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    arrived: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def listener() -> Iterator[Listener]:
    told = Listener()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            told.arrived.append((dict(self.headers), body))
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    told.url = f"http://127.0.0.1:{server.server_address[1]}/in"
    yield told
    server.shutdown()
    server.server_close()


@pytest.fixture
def open_inside(settings: Any) -> None:
    settings.OUTGOING_NETWORKS = ["127.0.0.0/8"]


@pytest.fixture
def webhook(listener: Listener, open_inside: None, root: Any, lin: Any) -> Webhook:
    """In the name of Lin, a rep: her records and her fields."""
    said = {"events": ["lead.created", "deal.won", "ticket.solved"], "owner": lin, "url": listener.url}
    return create_webhook(Webhook(name="Shop", **said), root)


@pytest.fixture
def lead(lin: Any) -> Lead:
    return Lead(name="Wei", owner=lin, email="wei@x.test")


@pytest.fixture
def huawei(lin: Any) -> Customer:
    return create_customer(Customer(name="Huawei", owner=lin), by=lin)
