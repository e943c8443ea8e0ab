"""Settings of signing in: sessions, throttling, second factor, single sign-on. Read by settings.py."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from crm_project.env import PRODUCTION, env, hosts, origins

APPS = [
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]


def base_url() -> str:
    """Where links in mails lead. Never taken from a request, whose Host anybody may write."""
    given = env.str("CRM_BASE_URL", default="")
    if not given:
        given = origins()[0] if PRODUCTION and origins() else f"http://{hosts()[0]}:{env.int('CRM_PORT', default=8000)}"
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/"):
        raise ImproperlyConfigured(f"CRM_BASE_URL is {given!r}; it must be like https://crm.example.org.")
    return given.rstrip("/")


def proxies() -> int:
    """How many proxies of ours stand in front: that many addresses at the end of X-Forwarded-For are believed."""
    given = env.str("CRM_BEHIND_PROXY", default="0").strip().lower()
    known = {"true": 1, "yes": 1, "on": 1, "false": 0, "no": 0, "off": 0, "": 0}
    try:
        count = known.get(given, -1) if not given.isdigit() else int(given)
        if not 0 <= count <= 9:
            raise ValueError
    except ValueError:
        raise ImproperlyConfigured(
            f"CRM_BEHIND_PROXY is {given!r}; it must be the number of proxies, 0 to 9."
        ) from None
    return count


def who_needs_a_second_factor() -> str:
    given = env.str("CRM_REQUIRE_SECOND_FACTOR", default="").strip().lower()
    if given not in ("", "admin", "all"):
        raise ImproperlyConfigured(f"CRM_REQUIRE_SECOND_FACTOR is {given!r}; it must be admin, all or empty.")
    return given


def oidc_apps() -> list[dict[str, Any]]:
    """The one OpenID Connect provider, if CRM_OIDC_URL names it."""
    url = env.str("CRM_OIDC_URL", default="")
    if not url:
        return []
    if PRODUCTION and urlsplit(url).scheme != "https":
        raise ImproperlyConfigured("CRM_OIDC_URL must begin with https:// in production.")
    app = {
        "provider_id": "company",
        "name": env.str("CRM_OIDC_NAME", default="OpenID Connect"),
        "client_id": env.str("CRM_OIDC_CLIENT_ID", default=""),
        "secret": env.str("CRM_OIDC_CLIENT_SECRET", default=""),
        "settings": {"server_url": url.rstrip("/")},
    }
    if not app["client_id"] or not app["secret"]:
        raise ImproperlyConfigured("CRM_OIDC_URL needs CRM_OIDC_CLIENT_ID and CRM_OIDC_CLIENT_SECRET beside it.")
    if env.bool("CRM_OIDC_TRUST_EMAIL", default=False):
        app["settings"]["verified_email"] = True
    return [app]


def form_targets() -> list[str]:
    """Origins a form may lead on to: the provider's, whose page follows the button "Sign in with ..."."""
    urls = [app["settings"]["server_url"] for app in oidc_apps()]
    urls += env.list("CRM_OIDC_ORIGINS", default=[])
    return [f"{parts.scheme}://{parts.netloc}" for parts in map(urlsplit, urls)]


BASE_URL = base_url()
PROXIES = proxies()

AUTHENTICATION_BACKENDS = ["accounts.doors.backend.SignInBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
# Links of invitations and resets have ages of their own in accounts/doors/links.py; this is the longest.
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600

SESSION_IDLE_SECONDS = env.int("CRM_SESSION_IDLE_MINUTES", default=8 * 60) * 60
SESSION_COOKIE_AGE = env.int("CRM_SESSION_HOURS", default=7 * 24) * 3600
STEP_UP_SECONDS = env.int("CRM_STEP_UP_MINUTES", default=15) * 60
REQUIRE_SECOND_FACTOR = who_needs_a_second_factor()

ACCOUNT_ADAPTER = "accounts.doors.adapters.SignInAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = STEP_UP_SECONDS
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "accounts.doors.links.AnyLink"  # noqa: S105 - a class
ACCOUNT_FORMS = {
    "login": "accounts.doors.forms.SignInForm",
    "reauthenticate": "accounts.doors.forms.ConfirmForm",
    "reset_password_from_key": "accounts.doors.forms.ChoosePasswordForm",
}
# What is counted: wrong passwords of an account (devices it signed in from before are counted apart, so that nobody
# locks its owner out), and everything from one address.
ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "20/m/ip,5/5m/key,50/d/key",
    "reset_password": "10/m/ip,3/15m/key",
    "reset_password_from_key": "20/m/ip",
    "change_password": "5/m/user",
    "reauthenticate": "10/5m/user",
}

MFA_ADAPTER = "accounts.doors.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# An admin enters the address of a person; nobody signs up, so there is nothing to verify first.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "CRM"
MFA_RECOVERY_CODE_DIGITS = 10
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_FORMS = {
    "authenticate": "accounts.doors.forms.CodeForm",
    "reauthenticate": "accounts.doors.forms.ConfirmCodeForm",
    "activate_totp": "accounts.doors.forms.FirstCodeForm",
    "login_webauthn": "accounts.doors.forms.SignInPasskeyForm",
    "authenticate_webauthn": "accounts.doors.forms.UsePasskeyForm",
    "reauthenticate_webauthn": "accounts.doors.forms.ConfirmPasskeyForm",
    "add_webauthn": "accounts.doors.forms.PasskeyForm",
    "edit_webauthn": "accounts.doors.forms.PasskeyNameForm",
}

SOCIALACCOUNT_ADAPTER = "accounts.doors.adapters.CompanyAdapter"
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": oidc_apps()}}
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_QUERY_EMAIL = True
