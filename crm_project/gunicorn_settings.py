"""How gunicorn serves the site: ``gunicorn --config python:crm_project.gunicorn_settings crm_project.wsgi``."""

from __future__ import annotations

import os
from pathlib import Path

bind = f"0.0.0.0:{os.environ.get('CRM_PORT', '8000')}"
workers = int(os.environ.get("CRM_WEB_WORKERS", "2"))
threads = int(os.environ.get("CRM_WEB_THREADS", "4"))
worker_class = "gthread"
timeout = 120
graceful_timeout = 30
keepalive = 5
# A heartbeat file on a real disk blocks a worker while the disk is busy.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108
control_socket_disable = True
