from django import forms

from huiyin.ui.forms import Form


class Make(Form):
    name = forms.CharField(label="给谁用", max_length=32, help_text="比如：街道的登记程序")
    until = forms.DateField(
        label="用到哪天",
        required=False,
        widget=forms.DateInput,
        help_text="不填就一直能用，直到您停用",
    )
