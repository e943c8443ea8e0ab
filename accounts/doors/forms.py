"""Forms of coming in."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ReauthenticateForm, ResetPasswordKeyForm
from allauth.account.internal.flows.login import perform_password_login
from allauth.account.models import Login
from allauth.mfa.adapter import get_adapter as get_factors
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateCodeForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from cryptography.exceptions import InvalidSignature
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from accounts.models import User

UNREADABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
UNREADABLE += (struct.error, InvalidSignature)
LONGEST = 256  # characters of a password: hashing takes time with the length


def password(label: Any, autocomplete: str, **kwargs: Any) -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
    return forms.CharField(label=label, strip=False, max_length=LONGEST, widget=widget, **kwargs)


def code(**attrs: Any) -> forms.CharField:
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True, **attrs}
    return forms.CharField(label=_("code"), max_length=40, widget=forms.TextInput(attrs=attrs))


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("username or e-mail"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True, "autocapitalize": "none"}),
    )
    password = password(_("password"), "current-password")
    user: User

    def __init__(self, *args: Any, request: HttpRequest | None = None, **kwargs: Any) -> None:
        self.request = request
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "username" in said and "password" in said:
            adapter = get_adapter(self.request)
            name = said["username"].replace("\x00", "").strip()
            user = adapter.authenticate(self.request, username=name, password=said["password"])
            if user is None:
                raise adapter.validation_error("username_password_mismatch")
            self.user = user
        return said

    def login(self, request: HttpRequest, redirect_url: str | None = None) -> HttpResponse:
        login = Login(user=self.user, redirect_url=redirect_url)
        return perform_password_login(request, {"username": self.user.username}, login)


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("e-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True})
    )


class ChoosePasswordForm(ResetPasswordKeyForm):
    """The password of whoever came by a link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"] = password(
            _("new password"), "new-password", help_text=_("At least ten characters, not easily guessed.")
        )
        self.fields["password2"] = password(_("new password again"), "new-password")

    def clean_password1(self) -> str:
        said = self.cleaned_data["password1"]
        validate_password(said, self.user)
        return said


class ConfirmForm(ReauthenticateForm):
    """The password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = password(_("password"), "current-password")


class CodeForm(AuthenticateForm):
    code = code()


class ConfirmCodeForm(ReauthenticateCodeForm):
    code = code()


class FirstCodeForm(ActivateTOTPForm):
    code = code()


class Said(forms.JSONField):
    """JSON that nests as deep as it likes."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except RecursionError as error:
            raise get_factors().validation_error("incorrect_code") from error

    def bound_data(self, data: Any, initial: Any) -> Any:
        return ""

    def prepare_value(self, value: Any) -> str:
        """What was said once is not said again."""
        return ""


class AnswersPasskey(forms.Form):
    """What a browser says of a passkey may be anything; what cannot be read is a wrong answer."""

    credential = Said(widget=forms.HiddenInput)

    def read(self, parse: Callable[[], Any]) -> Any:
        try:
            return parse()
        except UNREADABLE as error:
            raise get_factors().validation_error("incorrect_code") from error


class SignInPasskeyForm(AnswersPasskey, LoginWebAuthnForm):
    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class UsePasskeyForm(AnswersPasskey, AuthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class ConfirmPasskeyForm(AnswersPasskey, ReauthenticateWebAuthnForm):
    def clean_credential(self) -> Any:
        return self.read(super().clean_credential)


class PasskeyForm(AnswersPasskey, AddWebAuthnForm):
    name = forms.CharField(label=_("name"), max_length=60, help_text=_("So that you can tell your passkeys apart."))
    passwordless = forms.BooleanField(
        label=_("sign in with this passkey alone"),
        required=False,
        initial=True,
        help_text=_("It then stands for password and second factor, and asks for your fingerprint, face or PIN."),
    )

    def clean(self) -> Any:
        return self.read(super().clean)


class PasskeyNameForm(EditWebAuthnForm):
    name = forms.CharField(label=_("name"), max_length=60)
