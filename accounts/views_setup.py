"""Pages of our own side: signing in, the profile, the organisation, users, teams, short lists, rates, the audit log."""

from __future__ import annotations

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm as NewPasswordForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import actions
from accounts.doors import limits
from accounts.doors.adapters import CHOSEN
from accounts.filters import (
    ExchangeRateFilter,
    MembershipFilter,
    SegmentFilter,
    TeamFilter,
)
from accounts.forms import (
    ChannelForm,
    ExchangeRateForm,
    MembershipForm,
    OrganisationForm,
    ProfileForm,
    RegionForm,
    SegmentForm,
    TeamForm,
)
from accounts.models import (
    Channel,
    ExchangeRate,
    Membership,
    Organisation,
    Region,
    Segment,
    Team,
    User,
)
from crm_project.addresses import client_address
from crm_project.form_pages import CreatePage, DeletePage, EditPage
from crm_project.guard import SIGNED_IN, guard_public
from crm_project.links import safe_next
from crm_project.pages import Column, DetailPage, ListPage


@require_POST
@guard_public
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language, for good when signed in or about to."""
    asked = request.POST.get("language", "")
    answer = HttpResponseRedirect(safe_next(request) or "/")
    if asked not in dict(settings.LANGUAGES) or not check_for_language(asked):
        return answer
    if request.user.is_authenticated:
        actions.set_language(request.user, asked)
    else:
        request.session[CHOSEN] = asked
    answer.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, asked, max_age=365 * 86400, samesite="Lax", secure=request.is_secure()
    )
    return answer


class Profile(EditPage):
    """What people change about themselves: name, phone, language."""

    model = User
    template = "accounts/profile.html"
    form = ProfileForm
    title = _("Your profile")

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        view.guard = SIGNED_IN
        return view

    def record(self, rows: Any = None) -> Any:
        return User.objects.get(pk=self.request.user.pk)

    def make_form(self, data: Any = None, files: Any = None, **kwargs: Any) -> Any:
        return self.form(data, files, **kwargs)

    def location(self, record: Any) -> str:
        return reverse("accounts:profile")


class Password(Profile):
    """A new password, after the old one. Other sessions of this person end."""

    template = "generic/form.html"
    form = NewPasswordForm
    title = _("Change the password")
    saved = _("The password is changed.")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        record = self.record()
        return self.show(self.form(record), record=record)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if limits.attempt(request, "change_password") is None:
            return limits.too_many(request)
        self.found = self.record()
        return self.receive(self.form(self.found, request.POST))

    def show(self, form: Any, *, status: int = 200, **more: Any) -> HttpResponse:
        return super().show(form, status=status, record=form.user, version="")

    def write(self, form: Any) -> Any:
        request, said = self.request, form.cleaned_data["new_password1"]
        user = actions.change_password(form.user, said, by=request.user, address=client_address(request))
        update_session_auth_hash(request, user)
        UserSession.objects.create_from_request(request)  # narrowed to their own
        actions.end_sessions(user, but=request.session.session_key)
        return user


class OrganisationDetail(DetailPage):
    model = Organisation
    template = "accounts/organisation_detail.html"
    facts = [Column(name, kind="number") if name.endswith("_weight") else name for name in OrganisationForm.Meta.fields]

    def record(self, rows: Any = None) -> Any:
        self.kwargs["pk"] = 1
        return super().record(rows)

    def actions(self, record: Any) -> dict[str, Any]:
        edit_url = reverse("accounts:organisation_edit") if self.allows("change", record) else ""
        return {**super().actions(record), "edit_url": edit_url}


class OrganisationEdit(EditPage):
    model = Organisation
    form = OrganisationForm

    def location(self, record: Any) -> str:
        return reverse("accounts:organisation_detail")

    def record(self, rows: Any = None) -> Any:
        self.kwargs["pk"] = 1
        return super().record(rows)


class TeamList(ListPage):
    """The tree when nothing is searched; a flat list when something is."""

    model = Team
    template = "accounts/team_list.html"
    columns = ("name", "parent")
    filterset = TeamFilter
    shown_filters = ("search",)
    page_size = 500
    empty = _("Teams decide who sees whose records. Start with the one on top.")

    def context(self, **more: Any) -> dict[str, Any]:
        rows = more["rows"]
        known = {team.pk for team in rows}
        below: dict[int | None, list[Team]] = {}
        for team in rows:
            below.setdefault(team.parent_id if team.parent_id in known else None, []).append(team)
        return super().context(tree=branch(below, None), **more)


def branch(below: dict[int | None, list[Team]], parent: int | None) -> list[dict[str, Any]]:
    """The teams under ``parent``, each with its own branch."""
    return [{"team": team, "below": branch(below, team.pk)} for team in below.get(parent, [])]


class TeamDetail(DetailPage):
    model = Team
    template = "accounts/team_detail.html"
    facts = ("name", "parent")

    def context(self, **more: Any) -> dict[str, Any]:
        memberships = more["record"].memberships.visible_to(self.request.user).select_related("user")
        return super().context(memberships=memberships, children=more["record"].children.all(), **more)


class TeamCreate(CreatePage):
    model = Team
    form = TeamForm


class TeamEdit(EditPage):
    model = Team
    form = TeamForm


class TeamDelete(DeletePage):
    model = Team
    action = staticmethod(actions.delete_record)


class MembershipList(ListPage):
    model = Membership
    columns = ("user", "team", "since", "until")
    filterset = MembershipFilter
    ordering = ("-since",)
    empty = _("Put people into teams, each from a day on.")


class MembershipDetail(DetailPage):
    model = Membership
    facts = ("user", "team", "since", "until")


class MembershipCreate(CreatePage):
    model = Membership
    form = MembershipForm


class MembershipEdit(EditPage):
    model = Membership
    form = MembershipForm


class MembershipDelete(DeletePage):
    model = Membership
    action = staticmethod(actions.delete_record)


class ExchangeRateList(ListPage):
    model = ExchangeRate
    columns = ("currency", "day", Column("rate", kind="text"))
    filterset = ExchangeRateFilter
    empty = _("Orders in another currency need the rate of their day.")


class ExchangeRateDetail(DetailPage):
    model = ExchangeRate
    facts = ("currency", "day", Column("rate", kind="text"))


class ExchangeRateCreate(CreatePage):
    model = ExchangeRate
    form = ExchangeRateForm


class ExchangeRateEdit(EditPage):
    model = ExchangeRate
    form = ExchangeRateForm


class ExchangeRateDelete(DeletePage):
    model = ExchangeRate
    action = staticmethod(actions.delete_record)


def named_pages(of: Any, its_form: Any) -> dict[str, Any]:
    """The pages of a short list of names: segments, channels, regions."""

    class NamedList(ListPage):
        model = of
        columns = ("name", "position")
        filterset = type(
            "NamedFilter", (SegmentFilter,), {"Meta": type("Meta", (), {"model": of, "fields": ["search"]})}
        )
        shown_filters = ("search",)

    class NamedDetail(DetailPage):
        model = of
        facts = ("name", "position")

    class NamedCreate(CreatePage):
        model = of
        form = its_form

    class NamedEdit(EditPage):
        model = of
        form = its_form

    class NamedDelete(DeletePage):
        model = of
        action = staticmethod(actions.delete_record)

    return {"list": NamedList, "detail": NamedDetail, "create": NamedCreate, "edit": NamedEdit, "delete": NamedDelete}


SEGMENT_PAGES = named_pages(Segment, SegmentForm)
CHANNEL_PAGES = named_pages(Channel, ChannelForm)
REGION_PAGES = named_pages(Region, RegionForm)
