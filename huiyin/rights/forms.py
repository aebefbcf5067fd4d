from django import forms

from huiyin.residents.models import Purpose
from huiyin.ui.forms import Chips, Form


class Ask(Form):
    purpose = forms.ChoiceField(label="用来做什么", choices=Purpose, widget=Chips)
    words = forms.CharField(
        label="写一句具体的",
        max_length=200,
        help_text="谁要用、办什么事、为什么不能等负责的社工来办",
    )


class Grant(Form):
    words = forms.CharField(label="给申请人的话", max_length=200, required=False)


class Deny(Form):
    words = forms.CharField(
        label="为什么不批，可以怎么办", max_length=200, help_text="写上可以找谁，申请人才知道下一步"
    )
