"""Who had to do with a ticket: views over its messages, calls and touches."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.querysets import Scoped
from service.models.tickets import Ticket


class TicketContact(models.Model):
    """The customer turned to us about a ticket at an instant, besides the message that opened it. A database view:
    later messages, inbound calls and touches, and duplicates merged into it. ``may_open``: it can be the very contact
    the ticket was opened in (a call, a visit)."""

    id = models.TextField(primary_key=True)
    ticket = models.ForeignKey(Ticket, models.DO_NOTHING, related_name="+")
    at = models.DateTimeField(_("when"))
    kind = models.CharField(max_length=10)
    may_open = models.BooleanField()

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "service_ticketcontact"
        verbose_name = _("contact about a ticket")
        verbose_name_plural = _("contacts about tickets")


class TicketAgent(models.Model):
    """A person of ours worked on a ticket at an instant: answered, took a call, visited, resolved it. A database view;
    what was sent automatically is nobody's work."""

    id = models.TextField(primary_key=True)
    ticket = models.ForeignKey(Ticket, models.DO_NOTHING, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.DO_NOTHING, related_name="+")
    at = models.DateTimeField(_("when"))

    objects = Scoped.as_manager()

    class Meta:
        managed = False
        db_table = "service_ticketagent"
        verbose_name = _("agent on a ticket")
        verbose_name_plural = _("agents on tickets")
