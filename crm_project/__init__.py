"""The project: settings, base pages and API, and the servers it starts for itself."""

# Loaded with Django, so that `@shared_task` finds this application and its broker.
from crm_project.celery import app as celery_app

__all__ = ["celery_app"]
