"""The page of a promise, and where the pages of other kinds are."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from huiyin.access.models import User
from huiyin.core import secret
from huiyin.core.actor import ANONYMOUS
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import loops as make
from huiyin.loops import kinds, rules
from huiyin.loops.models import Approval, Loop
from huiyin.residents.models import Person

SignIn = Callable[[User], Any]


@pytest.fixture
def promise(lin: User, xiang: Person) -> Loop:
    loop: Loop = rules.promise(
        by=access.actor_for(lin), words="送去血压计", on=date(2026, 3, 6), person=xiang
    )
    return loop


def test_it_is_written_down_on_a_page(lin: User, xiang: Person, signed_in: SignIn):
    client = signed_in(lin)
    said = {"words": "送去血压计", "on": "2026-03-06", "person": xiang.pk, "act": uuid7()}

    assert client.get(f"/promises/new?person={xiang.pk}").status_code == 200
    answer = client.post("/promises/new", said)

    loop = Loop.objects.get(kind="promise")
    assert answer.headers["Location"] == f"/loops/{loop.pk}"
    assert (loop.person, secret.open(loop, "step_words", by=ANONYMOUS)) == (xiang, "送去血压计")


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"words": "", "on": "2026-03-06"}, "words"),
        ({"words": "送去", "on": "2026-03-01"}, "on"),
        ({"words": "送去", "on": "三月"}, "on"),
    ],
)
def test_what_does_not_fit_is_asked_for_again_and_nothing_is_saved(
    lin: User, signed_in: SignIn, said: dict[str, str], field: str
):
    answer = signed_in(lin).post("/promises/new", {**said, "act": uuid7()})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Loop.objects.exists()


def test_nobody_is_promised_something_whom_she_does_not_see(
    zheng: User, xiang: Person, signed_in: SignIn
):
    said = {"words": "送去", "on": "2026-03-06", "person": xiang.pk, "act": uuid7()}

    assert signed_in(zheng).post("/promises/new", said).status_code == 422


def test_its_owner_keeps_it_there(promise: Loop, lin: User, signed_in: SignIn):
    client = signed_in(lin)
    page = client.get(f"/loops/{promise.pk}").content.decode()

    assert "向秀芬，78岁：送去血压计" in page
    assert "已兑现，记下" in page
    answer = client.post(f"/loops/{promise.pk}/keep", {"words": "送到了", "act": uuid7()})
    assert answer.headers["Location"] == "/today"
    page = client.get(f"/loops/{promise.pk}").content.decode()
    assert "送到了" in page
    assert "已兑现，记下" not in page


def test_a_colleague_reads_whose_it_is(promise: Loop, chen: User, signed_in: SignIn):
    page = signed_in(chen).get(f"/loops/{promise.pk}").content.decode()

    assert "这件事由林晓负责。要改由别人办，请站长派人。" in page
    assert "已兑现，记下" not in page


@pytest.mark.parametrize(
    ("verb", "said", "status"),
    [
        ("keep", {"words": ""}, 422), ("keep", {"words": "好了"}, 302),
        ("step", {"words": "打电话", "on": "2026-03-01"}, 422),
        ("step", {"words": "打电话", "on": "2026-03-03"}, 302),
    ],
)  # fmt: skip
def test_both_forms_answer_on_the_page(
    promise: Loop, lin: User, signed_in: SignIn, verb: str, said: dict[str, str], status: int
):
    answer = signed_in(lin).post(f"/loops/{promise.pk}/{verb}", {**said, "act": uuid7()})

    assert answer.status_code == status


@pytest.mark.parametrize(
    ("who", "see", "keep"),
    [("lin", 200, 302), ("chen", 200, 409), ("zheng", 404, 404), ("zhao", 404, 404), ("zhou", 404, 404),
     ("tang", 404, 403), ("gao", 403, 403)],
)  # fmt: skip
def test_who_may_see_and_keep_it(
    promise: Loop, cast: Any, who: str, see: int, keep: int, signed_in: SignIn
):
    client = signed_in(getattr(cast, who))

    assert client.get(f"/loops/{promise.pk}").status_code == see
    answer = client.post(f"/loops/{promise.pk}/keep", {"words": "好了", "act": uuid7()})
    assert answer.status_code == keep


def test_another_kind_has_its_page_elsewhere(lin: User, station: Any, signed_in: SignIn):
    kinds.add("elsewhere", label="别处", url="loops:unsolved")
    loop = make.make_loop(lin, station, kind="elsewhere")

    answer = signed_in(lin).get(f"/loops/{loop.pk}")

    assert answer.headers["Location"] == f"/loops/{loop.pk}/unsolved"


@pytest.mark.parametrize("verb", ["keep", "step"])
def test_a_form_that_comes_back_shows_no_words_of_what_has_a_page_elsewhere(
    lin: User, station: Any, signed_in: SignIn, verb: str
):
    kinds.add("elsewhere", label="别处", url="loops:unsolved")
    loop = make.make_loop(lin, station, kind="elsewhere", step_words="只给看顾她的人看")
    make.make_reply(loop, "她说儿子打她")

    answer = signed_in(lin).post(f"/loops/{loop.pk}/{verb}", {"act": uuid7()})

    assert (answer.status_code, answer.headers["Location"]) == (302, f"/loops/{loop.pk}/unsolved")
    assert answer.content == b""


def test_an_approval_is_decided_where_its_matter_is(
    ask: Loop, chen: User, station: Any, signed_in: SignIn
):
    owed = make.make_loop(chen, station, kind="approval", parent=ask)
    Approval.objects.create(loop=owed, what="decline", target=ask.pk)

    answer = signed_in(chen).get(f"/loops/{owed.pk}")

    assert answer.headers["Location"] == f"/loops/{ask.pk}"


def test_a_clerk_who_opens_an_ask_reads_her_level_and_no_button_of_ours(
    ask: Loop, tang: User, signed_in: SignIn
):
    make.make_reply(ask, "她说儿子打她")

    page = signed_in(tang).get(f"/loops/{ask.pk}").content.decode()

    assert "有了新进展。" in page
    assert "儿子" not in page
    assert "已兑现，记下" not in page
