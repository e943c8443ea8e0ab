"""Django's settings. What comes from outside is read in env.py, which lists every variable."""

from __future__ import annotations

import ipaddress
import os
import warnings

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from crm_project import embedded, sign_in_settings
from crm_project.env import (
    BASE_DIR,
    MODE,
    PRODUCTION,
    database,
    debug,
    env,
    field_keys,
    hosts,
    origins,
    redis_url,
    secret_key,
)
from crm_project.sign_in_settings import *  # noqa: F403

DATA_DIR = embedded.data_dir()
SECRET_KEY = secret_key()
# The first one encrypts, all of them decrypt (crm_project/encryption.py).
FIELD_KEYS = field_keys()
DEBUG = debug()
ALLOWED_HOSTS = hosts()
CSRF_TRUSTED_ORIGINS = origins()

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_celery_beat",
    "django_htmx",
    "lucide",
    "csp",
    *sign_in_settings.APPS,
    "accounts",
    "marketing",
    "sales",
    "service",
    "analytics",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "crm_project.doing.DoorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.doors.middleware.SignInMiddleware",
    "accounts.middleware.PersonMiddleware",
    "crm_project.guard.GuardMiddleware",
]

ROOT_URLCONF = "crm_project.urls"
WSGI_APPLICATION = "crm_project.wsgi.application"
ASGI_APPLICATION = "crm_project.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# Rows

DATABASES = {
    "default": {
        **database(),
        "CONN_MAX_AGE": env.int("CRM_DB_CONN_AGE", default=60),
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = redis_url()
CACHES = {
    "default": {
        "BACKEND": "crm_project.caches.SteadyCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "crm",
        "OPTIONS": (patience := {"socket_connect_timeout": 1, "socket_timeout": 2}),
    },
    "sessions": {
        "BACKEND": "crm_project.caches.SessionCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "crm",
        "OPTIONS": patience,
    },
}

# People

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Read from the cache, kept in the database: a restarted Redis signs nobody out.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Languages and time

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# What an unused filter of a list says.
FILTERS_EMPTY_CHOICE_LABEL = _("All")

# Files

STATIC_URL = "static/"
STATIC_ROOT = env.str("CRM_STATIC_ROOT", default=str(DATA_DIR / "static"))
# static/vendor is filled by `make env` from packages (the chart library) and is not in the repository.
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = DATA_DIR / "media"
MEDIA_URL = "media/"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
if not PRODUCTION:  # nothing is collected then
    warnings.filterwarnings("ignore", message="No directory at", category=UserWarning)
WHITENOISE_AUTOREFRESH = MODE == "development"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 2**20
FILE_UPLOAD_PERMISSIONS = 0o600

# Headers

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF, *sign_in_settings.form_targets()],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("CRM_SSL_REDIRECT", default=True)
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    if sign_in_settings.PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.tokens.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": [
        "crm_project.api.Guarded"
        if (BASE_DIR / "crm_project" / "api.py").exists()
        else "rest_framework.permissions.IsAuthenticated"
    ],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CRM",
    "DESCRIPTION": "The records, the actions and the KPIs, as the pages show them.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
    # Choices are written where they are used: as components they would need a name each that says nothing more.
    "POSTPROCESSING_HOOKS": [],
}

# Tasks

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 3 * 3600
CELERY_TASK_TIME_LIMIT = 3 * 3600 + 300
# A killed worker's task is handed out again after this; it must be longer than the longest task, or that runs twice.
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 4 * 3600, "unacked_restore_throttle": 1}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "django_celery_beat.schedulers:DatabaseScheduler"
CELERY_BEAT_SCHEDULE = {
    "fill": {"task": "analytics.tasks.fill", "schedule": 120.0, "options": {"expires": 110}},
    "read-goals": {"task": "analytics.tasks.read_goals", "schedule": 6 * 3600.0},
    "score": {"task": "analytics.tasks.score", "schedule": 300.0, "options": {"expires": 290}},
    "note-lapsed-customers": {"task": "sales.tasks.note_lapsed_customers", "schedule": 6 * 3600.0},
    "expire-points": {"task": "sales.tasks.expire_points", "schedule": 24 * 3600.0},
    "seal-trail": {"task": "accounts.tasks.seal_trail", "schedule": 60.0, "options": {"expires": 55}},
    "send-webhooks": {"task": "accounts.tasks.send_webhooks", "schedule": 10.0, "options": {"expires": 9}},
    "keep-no-longer": {"task": "accounts.tasks.keep_no_longer", "schedule": 24 * 3600.0},
    "forget-ended-sessions": {"task": "accounts.tasks.forget_ended_sessions", "schedule": 24 * 3600.0},
    "forget-answers": {"task": "accounts.tasks.forget_answers", "schedule": 24 * 3600.0},
}

# Networks of one's own that a webhook may call all the same: "10.2.0.0/16,192.168.7.5/32". Then http is called as well.
OUTGOING_NETWORKS = [str(ipaddress.ip_network(said)) for said in env.list("CRM_WEBHOOK_NETWORKS", default=[])]

# Mail and logs

EMAIL_CONFIG = env.email_url("CRM_MAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("CRM_MAIL_FROM", default="crm@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "class": "crm_project.log_lines.OneLine",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "none": {"class": "logging.NullHandler"},
    },
    # Scanners ask for any name; each would fill the log with a traceback.
    "loggers": {"django.security.DisallowedHost": {"handlers": ["none"], "propagate": False}},
    "root": {"handlers": ["console"], "level": env.str("CRM_LOG_LEVEL", default="WARNING")},
}

# The company, until an administrator edits it

CRM_HOME_CURRENCY = env.str("CRM_HOME_CURRENCY", default="CNY")
# How many connections a long fill uses at once; each keeps a processor of the database busy.
CRM_FILL_HANDS = env.int("CRM_FILL_HANDS", default=min(4, os.cpu_count() or 1))
CRM_TIME_ZONE = env.str("CRM_TIME_ZONE", default="Asia/Shanghai")
