"""Every setting that comes from outside, read in one place.

================== ============================================================================================
variable           meaning
================== ============================================================================================
CRM_ENV            ``development`` (default), ``demo``, ``test`` or ``production``
CRM_DATA_DIR       folder for everything the program writes; default ``.local`` beside manage.py
DATABASE_URL       an outside PostgreSQL 15 or newer; without it the embedded one is used (never in production)
REDIS_URL          an outside Redis 7 or Valkey 8, or newer; likewise
CRM_SECRET_KEY     signs sessions and links; required in production, else kept in a file of the data folder
CRM_FIELD_KEYS     encrypt sensitive fields: keys of 32 random bytes in URL-safe base64, comma separated, the one
                   that writes first; required in production, else kept in a file of the data folder
CRM_HOSTS          host names the site answers to, comma separated; required in production
CRM_ORIGINS        origins trusted for forms, ``https://crm.example.org``; default: https on every host
CRM_DEBUG          ``1`` shows Django's error pages; refused in production
CRM_PORT           where ``make demo`` listens, default 8000
CRM_WEB_WORKERS    web processes, default 2, each with CRM_WEB_THREADS threads, default 4
CRM_TASK_THREADS   tasks done at once by the demo's worker, default 2; a worker of its own takes ``--concurrency``
CRM_STATIC_ROOT    where ``collectstatic`` puts files, default ``static`` in the data folder
CRM_SSL_REDIRECT   ``0`` when the proxy in front already sends http to https
CRM_BEHIND_PROXY   number of proxies in front; trusts their X-Forwarded-Proto and X-Forwarded-For. Default 0
CRM_BASE_URL       where links in mails lead, ``https://crm.example.org``; default: the first of CRM_ORIGINS
CRM_MAIL_URL       ``smtp+tls://user:password@host:587``; without it mail goes to the log
CRM_MAIL_FROM      sender of the program's mail
CRM_FILL_HANDS     connections a long fill uses at once; one for each processor, at most 4
CRM_WEBHOOK_NETWORKS   networks of one's own that webhooks may call; none by default
================== ============================================================================================

``sign_in_settings.py`` reads, and explains where it does: CRM_SESSION_IDLE_MINUTES (480), CRM_SESSION_HOURS (168),
CRM_STEP_UP_MINUTES (15), CRM_REQUIRE_SECOND_FACTOR (admin, all, or empty), CRM_OIDC_URL, CRM_OIDC_CLIENT_ID,
CRM_OIDC_CLIENT_SECRET, CRM_OIDC_NAME, CRM_OIDC_TRUST_EMAIL, CRM_OIDC_ORIGINS.
"""

from __future__ import annotations

import base64
import os
import secrets
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

from crm_project import embedded

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
MODE = env.str("CRM_ENV", default="development")
MODES = {"development", "demo", "test", "production"}
PRODUCTION = MODE == "production"


def required(name: str, why: str) -> str:
    """The variable's value; in production a missing one stops the start with its name."""
    value = env.str(name, default="")
    if not value and PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. {why}")
    return value


def secret_key() -> str:
    """CRM_SECRET_KEY, or outside production a random key kept in the data folder."""
    key = required(
        "CRM_SECRET_KEY", "Production does not start without a secret key of its own (50 random characters)."
    )
    if PRODUCTION and (len(key) < 50 or len(set(key)) < 10):
        raise ImproperlyConfigured("CRM_SECRET_KEY is too weak: it needs 50 random characters or more.")
    return key or kept_key(embedded.data_dir() / "secret-key")


def field_keys() -> list[str]:
    """CRM_FIELD_KEYS, or outside production a random key kept in the data folder."""
    said = required("CRM_FIELD_KEYS", "Sensitive fields are encrypted with keys of their own (see docs/operations.md).")
    return [key.strip() for key in said.split(",") if key.strip()] or [
        kept_key(embedded.data_dir() / "field-key", lambda: base64.urlsafe_b64encode(secrets.token_bytes(32)).decode())
    ]


def kept_key(path: Path, make: Callable[[], str] = lambda: secrets.token_urlsafe(60)) -> str:
    """The key in ``path``, made on first use. Two processes starting at once agree on one."""
    try:
        embedded.private_folder(path.parent)
        fresh = path.with_suffix(f".{os.getpid()}")
        if not path.exists():
            fresh.touch(mode=0o600)
            fresh.write_text(make())
            with suppress(FileExistsError):
                os.link(fresh, path)
            fresh.unlink()
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(f"The secret key cannot be kept in {path}: {error.strerror}.") from error


def debug() -> bool:
    """CRM_DEBUG; refused in production."""
    wanted = env.bool("CRM_DEBUG", default=False)
    if wanted and PRODUCTION:
        raise ImproperlyConfigured("CRM_DEBUG cannot be on in production: error pages would show secrets.")
    return wanted


def hosts() -> list[str]:
    """Host names the site answers to."""
    given = [host for host in required("CRM_HOSTS", "List the host names of the site.").split(",") if host]
    return given or ["localhost", "127.0.0.1", "[::1]"]


def origins() -> list[str]:
    """Origins whose forms are trusted."""
    return env.list("CRM_ORIGINS", default=[f"https://{host.lstrip('.')}" for host in hosts()] if PRODUCTION else [])


def database() -> dict[str, object]:
    """Django's settings of the one database."""
    required("DATABASE_URL", "Production needs a PostgreSQL of its own: postgres://user:password@host:5432/name.")
    url = env.str("DATABASE_URL", default="") or embedded.database_url()
    config: dict[str, object] = environ.Env.db_url_config(url)
    if config["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_URL must name a PostgreSQL database: postgres://...")
    return {**config, "ENGINE": "crm_project.database"}


def redis_url() -> str:
    """The Redis or Valkey for cache and tasks, as redis-py and Django's cache read it."""
    return required("REDIS_URL", "Production needs a Redis or Valkey: redis://host:6379/0.") or embedded.redis_url()


if MODE not in MODES:
    raise ImproperlyConfigured(f"CRM_ENV is {MODE!r}; it must be one of {', '.join(sorted(MODES))}.")
