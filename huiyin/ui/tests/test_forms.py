"""Forms: label above, hint, error, field; every sentence ours; a second click is the first one again."""

from datetime import date

import pytest
from django import forms

from huiyin.core.ids import uuid7
from huiyin.ui.forms import Chips, Form, Lines, ManyChips

HOW = [("visit", "上门"), ("call", "电话")]


class Deed(Form):
    who = forms.CharField(label="服务了谁", max_length=4, help_text="姓名或拼音")
    how = forms.ChoiceField(label="怎样见的", choices=HOW, widget=Chips)
    seen = forms.MultipleChoiceField(
        label="看了什么", choices=HOW, widget=ManyChips, required=False
    )
    grade = forms.ChoiceField(label="急不急", choices=HOW, widget=Lines, required=False)
    on = forms.DateField(label="哪一天", required=False)
    minutes = forms.IntegerField(label="多久", min_value=1, max_value=600, required=False)
    agreed = forms.BooleanField(label="居民同意")
    words = forms.CharField(label="一句话", widget=forms.Textarea, required=False)
    door = forms.CharField(
        label="门牌", max_length=2, required=False, error_messages={"max_length": "门牌太长。"}
    )


def filled(**changes) -> Deed:
    right = {"who": "向素芬", "how": "visit", "agreed": "on", "act": str(uuid7())}
    return Deed({**right, **changes})


def test_a_form_gives_a_rule_its_values_and_the_act_of_this_form():
    form = filled(minutes="45")

    assert form.is_valid()
    assert (form.given()["who"], form.given()["minutes"], form.given()["act"]) == (
        "向素芬",
        45,
        form.the_act,
    )


def test_two_forms_shown_are_two_acts():
    assert Deed()["act"].value() != Deed()["act"].value()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("who", "", "还没有填：服务了谁。"),
        ("how", "", "还没有选：怎样见的。"),
        ("agreed", "", "还没有勾：居民同意。"),
        ("who", "向素芬向素芬", "最多 4 个字，现在是 6 个。"),
        ("how", "dream", "这一项现在不在可选的里面，请重新选。"),
        ("on", "去年", "日期写成 2026-01-16 这样。"),
        ("minutes", "很久", "这里写数字。"),
        ("minutes", "601", "最多是 600。"),
        ("minutes", "0", "最少是 1。"),
        ("door", "三单元", "门牌太长。"),
    ],
)
def test_an_error_says_in_plain_words_what_to_do(field, typed, said):
    form = filled(**{field: typed})

    assert not form.is_valid()
    assert dict(form.errors) == {field: [said]}


@pytest.mark.parametrize(
    "typed", ["2026-01-16", "2026/1/16", "2026年1月16日", "20260116", "2026.1.16"]
)
def test_a_date_is_taken_as_people_write_it(typed):
    form = filled(on=typed)

    assert form.is_valid()
    assert form.cleaned_data["on"] == date(2026, 1, 16)


def test_a_field_shows_label_hint_error_and_field_in_this_order():
    drawn = filled(who="")["who"].as_field_group()

    order = [drawn.index(part) for part in ("服务了谁", "姓名或拼音", "还没有填", "<input")]
    assert order == sorted(order)


def test_a_wrong_field_is_marked_and_tied_to_its_words():
    drawn = filled(who="")["who"].as_field_group()

    assert (
        'aria-invalid="true"' in drawn,
        'aria-describedby="id_who_helptext id_who_error"' in drawn,
    ) == (True, True)
    assert ('id="id_who_helptext"' in drawn, 'id="id_who_error"' in drawn) == (True, True)


def test_only_what_may_be_left_out_is_marked():
    shown = Deed()

    assert ["可以不填" in shown[name].as_field_group() for name in ("who", "how", "seen", "on")] == [
        False, False, True, True,
    ]  # fmt: skip


def test_errors_are_listed_at_the_top_each_a_link_to_its_field():
    page = str(filled(who="", how=""))

    assert page.count("有几处要改，您写的都还在") == 1
    assert (
        '<a href="#id_who">还没有填：服务了谁。</a>' in page,
        '<a href="#id_how_0">还没有选：怎样见的。</a>' in page,
    ) == (True, True)


def test_a_form_whose_act_is_spoilt_says_to_start_again():
    assert "这一页放得太久了，请刷新再写一次。" in str(filled(act="x"))


def test_chips_are_inputs_inside_their_labels_each_word_once():
    drawn = str(filled()["how"])

    assert (drawn.count("<label"), drawn.count('type="radio"'), drawn.count(">上门<")) == (2, 2, 1)


def test_lines_and_many_chips_are_inputs_too():
    form = filled()

    assert (
        str(form["grade"]).count('type="radio"'),
        str(form["seen"]).count('type="checkbox"'),
    ) == (2, 2)


def test_a_box_to_tick_stands_before_its_words():
    drawn = Deed()["agreed"].as_field_group()

    assert drawn.index("<input") < drawn.index("居民同意")


def test_a_field_of_text_is_three_lines_high():
    assert 'rows="3"' in str(Deed()["words"])
