"""The project's settings, on servers and data of the tests' own."""

from __future__ import annotations

import os
from pathlib import Path

# Set once and inherited: pytest's parallel workers must come to the same folder.
if "CRM_TEST_DIR" not in os.environ:
    data = Path(os.environ.get("CRM_DATA_DIR") or Path(__file__).resolve().parent.parent / ".local")
    os.environ["CRM_TEST_DIR"] = str(data.absolute() / "test")
os.environ["CRM_DATA_DIR"] = os.environ["CRM_TEST_DIR"]
os.environ["CRM_ENV"] = "test"

from crm_project.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ALLOWED_HOSTS = ["*"]
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True

# Parallel workers share one server and empty their cache after each test: each gets a database of its own in it.
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    CACHES["default"]["OPTIONS"] = {"db": int(worker.removeprefix("gw")) + 1}  # noqa: F405
