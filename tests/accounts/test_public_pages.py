"""What a stranger may open: exactly this, and nothing of it shows a record."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, get_resolver

from crm_project.guard import PUBLIC, guard_of

ENTRANCE = {
    "account_login", "account_logout", "account_reset_password", "account_reset_password_done",
    "account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_authenticate",
    "mfa_login_webauthn", "openid_connect_login", "openid_connect_callback", "socialaccount_login_cancelled",
}  # fmt: skip
OTHERS = {"healthz", "readyz", "set_language", "accounts:language", "marketing:respond"}


def public(resolver: URLResolver, namespace: str = "") -> set[str]:
    found: set[str] = set()
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            found |= public(entry, entry.namespace or namespace)
        elif isinstance(entry, URLPattern) and guard_of(entry.callback, namespace, entry.name) == PUBLIC:
            found.add(f"{namespace}:{entry.name}" if namespace else str(entry.name))
    return found


def test_exactly_these():
    assert public(get_resolver()) == ENTRANCE | OTHERS


def test_nothing_of_the_library_that_we_do_not_use(client, organisation):
    paths = (
        "/accounts/login/",
        "/accounts/email/",
        "/accounts/signup/",
        "/account/confirm-email/x/",
        "/socialaccount/signup/",
    )
    assert {client.get(path).status_code for path in paths} == {404}
