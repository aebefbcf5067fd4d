"""Forms of one's own account, and the lead's form for deputies."""

from typing import Any

from allauth.mfa.totp.internal.auth import validate_totp_code
from django import forms
from django.contrib.auth import password_validation

from huiyin.access import lockout, queries, recovery
from huiyin.access.models import User
from huiyin.core import secret
from huiyin.core.actor import Actor
from huiyin.core.http import Request
from huiyin.ui.forms import Form


class Password(Form):
    """The old one is asked for; a one-time password is the old one too."""

    old = forms.CharField(
        label="现在的密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        help_text="至少 10 个字，不要和用户名或姓名相近，不要全是数字",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再写一遍新密码",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, user: User, request: Request, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.request = user, request

    def clean_old(self) -> str:
        lockout.must_be_open(self.request, self.user)
        old = str(self.cleaned_data["old"])
        if not self.user.check_password(old):
            lockout.count(self.request, self.user)
            raise forms.ValidationError("现在的密码不对。")
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        if self.user.check_password(new):
            raise forms.ValidationError("新密码和现在的一样。请换一个。")
        password_validation.validate_password(new, self.user)
        return new

    def clean(self) -> None:
        super().clean()
        new, again = self.cleaned_data.get("new"), self.cleaned_data.get("again")
        if new and again and new != again:
            self.add_error("again", "两遍写的不一样。")


class FirstCode(Form):
    """The first code of a new authenticator app proves that it holds the secret."""

    code = forms.CharField(
        label="动态验证码",
        help_text="扫码以后，手机验证器上现在的六位数字",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    sealed = forms.CharField(
        widget=forms.HiddenInput
    )  # the secret, so that a second click carries the same
    field_order = ("act", "sealed", "code")

    def clean_sealed(self) -> str:
        try:
            return recovery.unseal(self.cleaned_data["sealed"])
        except secret.Tampered:
            raise forms.ValidationError("这一页放得太久了。请重新打开再扫一次码。") from None

    def clean_code(self) -> str:
        code = "".join(str(self.cleaned_data["code"]).split())
        if not validate_totp_code(self.cleaned_data.get("sealed", ""), code):
            raise forms.ValidationError("对不上。请看手机上现在的六位数字，30 秒换一次。")
        return code


class Deputy(Form):
    """Who is away, who stands in, from when to when."""

    user = forms.ChoiceField(label="谁不在")
    deputy = forms.ChoiceField(label="谁代理")
    since = forms.DateField(label="从", widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label="到", help_text="这一天还算代理", widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(user.pk): user for user in queries.colleagues(actor)}
        choices = [("", "请选一位同事"), *((key, user.name) for key, user in self.people.items())]
        for name in ("user", "deputy"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "结束不能早于开始。")
        if self.cleaned_data.get("user") and (
            self.cleaned_data.get("user") == self.cleaned_data.get("deputy")
        ):
            self.add_error("deputy", "不能由本人代理本人。请选一位同事。")

    def said(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("since", "until")}
        return told | {name: self.people[self.cleaned_data[name]] for name in ("user", "deputy")}
