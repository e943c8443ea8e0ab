"""A small OpenID Connect provider on loopback: code flow with PKCE, a signed id token, userinfo."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "crm", "between-us-two"


class Provider(ThreadingHTTPServer):
    """``person`` is who signs in there; ``issuer``, ``audience`` and ``error`` bend its answers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answers)
        self.url = f"http://127.0.0.1:{self.server_port}"
        self.person: dict[str, Any] = {}
        self.issuer, self.audience, self.error = self.url, CLIENT, ""
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.codes: dict[str, dict[str, str]] = {}
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def id_token(self) -> str:
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": self.audience, "iat": now, "exp": now + 60, **self.person}
        return jwt.encode(claims, self.key, algorithm="RS256", headers={"kid": "one"})

    def app(self, **settings: Any) -> dict[str, Any]:
        """As CRM_OIDC_* would say it."""
        app = {"provider_id": "company", "name": "Crane ID", "client_id": CLIENT, "secret": SECRET}
        return {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [{**app, "settings": {"server_url": self.url, **settings}}],
            }
        }


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def log_message(self, *said: Any) -> None:
        """Quietly."""

    def answer(self, body: Any, status: int = 200, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def do_GET(self) -> None:
        parts, home = urlsplit(self.path), self.server
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path.endswith("/openid-configuration"):
            places = {"authorization_endpoint": "authorize", "token_endpoint": "token", "userinfo_endpoint": "userinfo"}
            found = {name: f"{home.url}/{place}" for name, place in places.items()}
            self.answer({"issuer": home.url, "jwks_uri": f"{home.url}/jwks", **found})
        elif parts.path == "/authorize":
            code = secrets.token_urlsafe(8)
            home.codes[code] = asked
            said = {"error": home.error} if home.error else {"code": code}
            self.answer({}, 302, Location=f"{asked['redirect_uri']}?{urlencode({**said, 'state': asked['state']})}")
        else:
            self.answer(home.person)

    def do_POST(self) -> None:
        text = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(text).items()}
        asked = self.server.codes.pop(said.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(said.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        known = (said.get("client_id"), said.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not known or proof.decode() != asked.get("code_challenge"):
            self.answer({"error": "invalid_grant"}, 400)
        else:
            self.answer({"access_token": "a", "token_type": "Bearer", "id_token": self.server.id_token()})
