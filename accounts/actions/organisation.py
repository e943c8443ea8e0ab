"""The company this CRM is for."""

from __future__ import annotations

from django.conf import settings

from accounts.models import Organisation


def ensure_organisation() -> Organisation:
    """The organisation; on a fresh database one with the home currency and time zone of the settings, to be edited."""
    organisation, _made = Organisation.objects.get_or_create(
        pk=1,
        defaults={
            "name": "My company",
            "home_currency": settings.CRM_HOME_CURRENCY,
            "time_zone": settings.CRM_TIME_ZONE,
        },
    )
    return organisation
