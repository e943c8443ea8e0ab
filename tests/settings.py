"""The project's settings, on servers and data of the tests' own."""

from __future__ import annotations

import os
from pathlib import Path

os.environ["CRM_ENV"] = "test"
os.environ["CRM_DATA_DIR"] = str(
    Path(os.environ.get("CRM_TEST_DIR") or Path(__file__).resolve().parent.parent / ".local" / "test").absolute()
)

from crm_project.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
