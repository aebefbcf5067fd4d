"""Forms of the system administrator and of the security administrator. People are named by user name."""

import re
import unicodedata
from typing import Any

from django import forms
from stdnum.cn import uscc

from huiyin.access import models
from huiyin.access.models.units import Kind
from huiyin.access.policy import ROLES
from huiyin.core import clock
from huiyin.places.models import Area
from huiyin.ui import fields
from huiyin.ui.forms import Form

DATE = {"type": "date"}
PLAIN = {"autocapitalize": "none", "spellcheck": "false", "autocomplete": "off"}


class UserName(forms.CharField):
    """A user name that exists; cleans to the User."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).strip().lower()
        if not text:
            return None
        user = models.User.objects.filter(username=text).first()
        if user is None:
            raise forms.ValidationError(f"没有用户名是 {text} 的账号。")
        return user


def _tidy(text: str) -> str:
    """Full-width letters and digits, spaces and small letters are what people type for a code."""
    return fields.plain(text).upper()


class NewAccount(Form):
    username = forms.CharField(
        label="用户名",
        min_length=3,
        max_length=32,
        help_text="3 到 32 个小写字母或数字，例如姓名的拼音",
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = fields.Name(label="姓名")
    phone = fields.Phone(label="手机", required=False, help_text="存下后只显示前三位和后四位")

    def clean_username(self) -> str:
        username = unicodedata.normalize("NFKC", self.cleaned_data["username"]).strip().lower()
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{2,31}", username):
            raise forms.ValidationError("用户名只用小写字母和数字，也可以有 - 和 _。")
        if models.User.objects.filter(username=username).exists():
            raise forms.ValidationError("这个用户名已经有人用了。请换一个，例如加上单位的简称。")
        return username


class Account(Form):
    """The small yes beside 发一次性密码."""

    factor_lost = forms.BooleanField(
        label="手机也丢了，动态验证码一起关掉",
        required=False,
        help_text="当面或打电话核对过本人再勾",
    )


class NewUnit(Form):
    code = forms.CharField(
        label="代码",
        help_text="总站 6 位，如 500108；社工站是街道 9 位加大写字母，如 500108006A；社工室再加社区末 3 位",
        widget=forms.TextInput(attrs=PLAIN),
    )
    name = forms.CharField(label="名称", max_length=64)
    receiver = UserName(
        label="接收人的用户名",
        required=False,
        help_text="新来的事先由谁接，一般是站长；社工站一定要填",
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean_code(self) -> str:
        return _tidy(self.cleaned_data["code"])


class Unit(Form):
    name = forms.CharField(label="名称", max_length=64)
    receiver = UserName(
        label="接收人的用户名",
        required=False,
        help_text="新来的事先由谁接；社工站一定要填",
        widget=forms.TextInput(attrs=PLAIN),
    )

    @classmethod
    def of(cls, unit: models.Unit) -> "Unit":
        receiver = unit.receiver.user.username if unit.receiver else ""
        return cls(initial={"name": unit.name, "receiver": receiver})


class Organisation(Form):
    name = forms.CharField(label="名称", max_length=64)
    credit_code = forms.CharField(
        label="统一社会信用代码",
        required=False,
        help_text="18 位",
        widget=forms.TextInput(attrs=PLAIN),
    )

    def clean_credit_code(self) -> str:
        code = _tidy(self.cleaned_data["credit_code"])
        if code and not uscc.is_valid(code):
            raise forms.ValidationError("信用代码的校验位对不上，请对照证书。")
        return code

    @classmethod
    def of(cls, row: models.Organisation) -> "Organisation":
        return cls(initial={"name": row.name, "credit_code": row.credit_code})


class NewOrganisation(Organisation):
    kind = forms.ChoiceField(label="性质", choices=Kind)
    area = forms.CharField(
        label="所在地的区划代码",
        required=False,
        help_text="居委会 12 位，街道 9 位，区 6 位；不限于一地可以不填",
        widget=forms.TextInput(attrs=PLAIN),
    )
    field_order = ("act", "kind", "name", "area", "credit_code")

    def clean_area(self) -> Area | None:
        code = _tidy(self.cleaned_data["area"])
        if not code:
            return None
        area = Area.objects.filter(code=code).first()
        if area is None:
            raise forms.ValidationError(f"统计用区划代码里没有 {code}。请对照区划代码表。")
        return area


class GrantPost(Form):
    user = UserName(label="谁的账号", help_text="写用户名", widget=forms.TextInput(attrs=PLAIN))
    role = forms.ChoiceField(
        label="角色", choices=[("", "请选角色"), *((key, role.name) for key, role in ROLES.items())]
    )
    unit = forms.CharField(
        label="单位代码",
        required=False,
        help_text="社工、站长、督导填；别的角色空着",
        widget=forms.TextInput(attrs=PLAIN),
    )
    organisation = forms.ModelChoiceField(
        label="组织",
        required=False,
        queryset=models.Organisation.objects.none(),
        empty_label="没有",
    )
    title = forms.CharField(label="职务", required=False, max_length=32, help_text="名片上怎么写")
    since = forms.DateField(label="从", widget=forms.DateInput(attrs=DATE))
    until = forms.DateField(
        label="到", required=False, help_text="没有定就空着", widget=forms.DateInput(attrs=DATE)
    )

    def __init__(self, *args: Any, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations  # type: ignore[attr-defined]
        self.fields["since"].initial = clock.today

    def clean_unit(self) -> models.Unit | None:
        code = _tidy(self.cleaned_data["unit"])
        if not code:
            return None
        unit = models.Unit.objects.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(f"没有代码是 {code} 的单位。")
        return unit


class GrantReach(Form):
    code = forms.CharField(
        label="代码",
        max_length=13,
        help_text="街道 9 位、站 10 位或社区 12 位",
        widget=forms.TextInput(attrs=PLAIN),
    )
    why = forms.CharField(label="为什么", max_length=64, help_text="合同、文件或哪次会议")
    since = forms.DateField(label="从", widget=forms.DateInput(attrs=DATE), initial=clock.today)
    until = forms.DateField(
        label="到", required=False, help_text="没有定就空着", widget=forms.DateInput(attrs=DATE)
    )

    def clean_code(self) -> str:
        return _tidy(self.cleaned_data["code"])


class EndPost(Form):
    until = forms.DateField(
        label="最后一天", widget=forms.DateInput(attrs=DATE), initial=clock.today
    )
