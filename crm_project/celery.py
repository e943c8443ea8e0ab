"""The Celery application: ``celery -A crm_project.celery worker`` and ``beat``."""

from __future__ import annotations

import os
from typing import Any

from celery import Celery, Task

from crm_project.doing import doing, told

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "crm_project.settings")

WHO = "crm_actor"


class ToldTask(Task):
    """A task that says it is one, and for whom: what it writes is the person's who handed it over."""

    def apply_async(self, *args: Any, **options: Any) -> Any:
        actor = told()[0]
        if actor:
            options["headers"] = {**(options.get("headers") or {}), WHO: int(actor)}
        return super().apply_async(*args, **options)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        # A worker finds it beside its own headers, a task run in place among them.
        who = self.request.get(WHO) or (self.request.headers or {}).get(WHO)
        with doing(f"task {self.name}", who if isinstance(who, int) else None):
            return super().__call__(*args, **kwargs)


app = Celery("crm", task_cls=ToldTask)
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
