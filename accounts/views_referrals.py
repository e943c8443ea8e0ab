"""Pages of referrals: who sent us whom."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts import actions
from accounts.filters import ReferralFilter
from accounts.forms_referrals import ReferralForm
from accounts.models import Referral
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.pages import DetailPage, ListPage


class ReferralList(ListPage):
    model = Referral
    columns = ("customer", "referrer", "on", "programme", "reward")
    filterset = ReferralFilter
    shown_filters = ("programme", "on")
    empty = _("Write down who recommended you to a new customer, and what they got for it.")


class ReferralDetail(DetailPage):
    model = Referral
    facts = ("customer", "referrer", "on", "programme", "reward", "segment")


class ReferralCreate(CreatePage):
    model = Referral
    form = ReferralForm


class ReferralEdit(EditPage):
    model = Referral
    form = ReferralForm


class ReferralDelete(DeletePage):
    model = Referral
    action = staticmethod(actions.delete_record)
