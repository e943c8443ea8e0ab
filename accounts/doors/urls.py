"""Addresses of coming in. The names are those django-allauth leads to; the guard of each stands beside it."""

from __future__ import annotations

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from django.urls import path, re_path
from django.views.decorators.http import require_POST

from accounts.doors import views
from crm_project.guard import guard_public, guard_signed_in

ENTRANCE = [
    path("sign-in/", guard_public(views.SignIn.as_view()), name="account_login"),
    path("sign-in/second-factor/", guard_public(mfa.authenticate), name="mfa_authenticate"),
    path("sign-in/passkey/", guard_public(passkeys.login_webauthn), name="mfa_login_webauthn"),
    path("sign-in/with/<slug:provider_id>/", guard_public(views.to_company), name="openid_connect_login"),
    path("sign-in/with/<slug:provider_id>/back/", guard_public(views.from_company), name="openid_connect_callback"),
    path("sign-in/with/cancelled/", guard_public(views.cancelled), name="socialaccount_login_cancelled"),
    path("sign-out/", guard_public(require_POST(account.logout)), name="account_logout"),
    path("password/forgotten/", guard_public(views.forgotten), name="account_reset_password"),
    path("password/forgotten/sent/", guard_public(views.sent), name="account_reset_password_done"),
    re_path(
        r"^password/choose/(?P<uidb36>[0-9a-z]{1,13})-(?P<key>[0-9A-Za-z-]{1,120})/$",
        guard_public(views.ChoosePassword.as_view()),
        name="account_reset_password_from_key",
    ),
    path("password/chosen/", guard_public(views.chosen), name="account_reset_password_from_key_done"),
]
OWN = [
    path("confirm/", guard_signed_in(account.reauthenticate), name="account_reauthenticate"),
    path("confirm/code/", guard_signed_in(mfa.reauthenticate), name="mfa_reauthenticate"),
    path("confirm/passkey/", guard_signed_in(passkeys.reauthenticate_webauthn), name="mfa_reauthenticate_webauthn"),
    path("profile/sign-ins/", guard_signed_in(views.sign_ins), name="usersessions_list"),
    path("profile/sign-ins/end/", guard_signed_in(views.end_sign_ins), name="sign_ins_end"),
    path("profile/second-factor/", guard_signed_in(mfa.index), name="mfa_index"),
    path("profile/second-factor/app/", guard_signed_in(totp.activate_totp), name="mfa_activate_totp"),
    path("profile/second-factor/app/remove/", guard_signed_in(totp.deactivate_totp), name="mfa_deactivate_totp"),
    path("profile/second-factor/codes/", guard_signed_in(recovery.view_recovery_codes), name="mfa_view_recovery_codes"),
    path(
        "profile/second-factor/codes/new/",
        guard_signed_in(recovery.generate_recovery_codes),
        name="mfa_generate_recovery_codes",
    ),
    path("profile/second-factor/passkeys/add/", guard_signed_in(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "profile/second-factor/passkeys/<int:pk>/remove/",
        guard_signed_in(views.RemovePasskey.as_view()),
        name="mfa_remove_webauthn",
    ),
    path(
        "profile/second-factor/passkeys/<int:pk>/edit/",
        guard_signed_in(views.RenamePasskey.as_view()),
        name="mfa_edit_webauthn",
    ),
    path("admin/password_change/", guard_signed_in(views.own_password), name="admin_password_change"),
]
urlpatterns = [*ENTRANCE, *OWN]
