"""What a purchaser writes into a contract."""

from decimal import Decimal
from typing import Any

from django import forms

from huiyin.access.models import Organisation, Unit
from huiyin.contracts import countable, queries
from huiyin.contracts.models import Cap, Contract
from huiyin.contracts.models.agreed import Funding
from huiyin.core.actor import Actor
from huiyin.ui.forms import Chips, Form


class Draft(Form):
    name = forms.CharField(
        label="合同名称", max_length=80, help_text="例如：弹子石街道社工站 2026 年度服务合同"
    )
    agency = forms.ModelChoiceField(
        label="承接机构", queryset=Organisation.objects.none(), empty_label="请选", help_text="没有这家机构，请系统管理员先登记"
    )  # fmt: skip
    funding = forms.ChoiceField(
        label="资金来源", choices=Funding, widget=Chips,
        help_text="同一个站同一段时间，同一种资金只能有一份合同",
    )  # fmt: skip
    since = forms.DateField(label="从", widget=forms.DateInput)
    until = forms.DateField(label="到", widget=forms.DateInput, help_text="这一天也算在内")
    money = forms.DecimalField(
        label="金额（元）", required=False, min_value=Decimal(0), max_digits=14, decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    continues = forms.ModelChoiceField(
        label="接着哪一份",
        queryset=Contract.objects.none(),
        required=False,
        empty_label="不接着哪一份",
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = queries.agencies(by)  # type: ignore[attr-defined]
        self.fields["continues"].queryset = queries.listed(by)  # type: ignore[attr-defined]
        self.fields["money"].error_messages["invalid"] = "金额写数字，最多两位小数。"
        self.fields["money"].error_messages["max_decimal_places"] = "金额最多两位小数。"

    def clean(self) -> None:
        super().clean()
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", "结束的日期比开始还早。")

    def agreed(self) -> dict[str, Any]:
        """Money in fen, as it is kept."""
        given = self.given()
        yuan = given.pop("money") or Decimal(0)
        return {**given, "money_fen": int(yuan * 100)}


class Serve(Form):
    unit = forms.ModelChoiceField(
        label="服务的站", queryset=Unit.objects.none(), empty_label="请选"
    )

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = queries.offered(by)  # type: ignore[attr-defined]


class PutIndicator(Form):
    code = forms.RegexField(
        r"^[0-9A-Z]{1,12}$", label="编号", help_text="数字或大写字母，例如 A01",
        error_messages={"invalid": "编号只用数字和大写字母，最多 12 位。"},
    )  # fmt: skip
    name = forms.CharField(label="指标", max_length=40, help_text="照合同上的写法")
    measure = forms.ChoiceField(
        label="按哪个数字算", help_text="数字从服务记录里数出来，谁也不用填"
    )
    target = forms.IntegerField(label="目标", min_value=1, help_text="按时答复这样的比例，写百分数")
    weight = forms.IntegerField(label="权重", min_value=0, max_value=100, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["measure"].choices = [("", "请选"), *countable.measures()]  # type: ignore[attr-defined]

    def clean_weight(self) -> int:
        return self.cleaned_data["weight"] or 0


class PutCap(Form):
    klass = forms.ChoiceField(label="哪一类", choices=Cap.Klass, widget=Chips)
    hours = forms.IntegerField(
        label="上限（小时）", min_value=1, help_text="整个合同期里最多多少小时"
    )


class End(Form):
    until = forms.DateField(
        label="最后一天", widget=forms.DateInput, help_text="过了这一天，承接机构就看不到这些站了"
    )
