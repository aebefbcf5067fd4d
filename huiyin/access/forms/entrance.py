"""allauth's forms at the door, in our words and under the one counter of failed tries."""

from datetime import timedelta
from typing import Any

from allauth.account.forms import LoginForm, ReauthenticateForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from django import forms

from huiyin.access import lockout
from huiyin.access.adapter import WRONG
from huiyin.core import clock

ONE_TIME_DAYS = 7  # how long a one-time password opens (ours; ASVS 6.4.1 asks that it expires)


class SignIn(LoginForm):  # type: ignore[misc]
    """Closed accounts and spent one-time passwords are told so, after the right password only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label, self.fields["password"].label = "用户名", "密码"
        self.fields["password"].help_text = ""
        for name, complete in (("login", "username"), ("password", "current-password")):
            self.fields[name].widget.attrs = {"autocomplete": complete, "class": "hy-input"}
        self.fields["login"].error_messages["required"] = "还没有填：用户名。"
        self.fields["password"].error_messages["required"] = "还没有填：密码。"
        self.fields["login"].widget.attrs |= {"autocapitalize": "none", "spellcheck": "false"}

    def clean_login(self) -> str:
        """One spelling a name, or LIN and lin would be counted as two accounts."""
        return str(super().clean_login()).lower()

    def clean(self) -> Any:
        try:
            cleaned = super().clean()
        except forms.ValidationError as error:
            raise forms.ValidationError(self._wrong(error.messages[0])) from None
        if self.user and not self.user.is_active:
            raise forms.ValidationError("这个账号已经关了。需要再用，请找系统管理员。")
        if self.user and self.user.one_time and _spent(self.user):
            raise forms.ValidationError("一次性密码过了 7 天，不能再用。请系统管理员再发一个。")
        return cleaned

    def _wrong(self, words: str) -> str:
        left = lockout.left(self.request, self.cleaned_data["login"])
        return f"{WRONG}再错 {left} 次，要等 15 分钟。" if words == WRONG and left else words


def _spent(user: Any) -> bool:
    return bool(clock.now() - user.seat.since > timedelta(days=ONE_TIME_DAYS))


class _Counted:
    """A wrong code counts as a wrong password does, or the second factor could be tried without end."""

    user: Any
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        code = self.fields["code"]
        code.label, code.help_text = (
            "动态验证码",
            "手机验证器上的六位数字；手机不在身边，用一个恢复码",
        )
        code.error_messages["required"] = "还没有填：动态验证码。"
        code.widget.attrs = {
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "class": "hy-input",
        }

    def clean_code(self) -> str:
        lockout.must_be_open(context.request, self.user)
        try:
            return str(super().clean_code())  # type: ignore[misc]
        except forms.ValidationError:
            lockout.count(context.request, self.user)
            raise


class Code(_Counted, AuthenticateForm):  # type: ignore[misc]
    pass


class ConfirmByCode(_Counted, ReauthenticateByCode):  # type: ignore[misc]
    pass


class Confirm(ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = "密码"
        self.fields["password"].widget.attrs = {
            "autocomplete": "current-password",
            "class": "hy-input",
        }
