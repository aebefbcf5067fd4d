"""The pages of a hand-over: the lead's list, her paper, and what waits for whoever was named."""

import re
from collections import defaultdict
from collections.abc import Callable
from typing import Any

import pytest

from huiyin.access.models import Unit, User
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access, residents
from huiyin.demo.builders import handover as hand
from huiyin.demo.builders import loops as make
from huiyin.loops.models import Handover, HandoverItem, Loop
from huiyin.loops.rules import handing
from huiyin.ui import slots

# queries: sign-in and post, then the page's own; without what other rooms count in the menu
SHEET, TAKING, LIST = 22, 16, 16
SignIn = Callable[[User], Any]


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """The frame without the menu's counts and without other rooms' panels."""
    monkeypatch.setattr("huiyin.ui.slots._slots", defaultdict(dict))


@pytest.fixture
def min_(station: Unit) -> User:
    """周敏, a second worker of the station."""
    user = access.make_user("min", "周敏")
    access.make_post(user, "worker", unit=station)
    return user


@pytest.fixture
def handover(ask: Loop, chen: User, lin: User) -> Handover:
    return hand.make_handover(chen, lin)


@pytest.fixture
def item(handover: Handover) -> HandoverItem:
    return handover.items.get()


def text(answer: Any) -> str:
    """The words of a page, without tags and spaces."""
    assert answer.status_code in {200, 422}
    body = answer.content.decode().split("<main", 1)[1].split("<footer", 1)[0]
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", body))


def heading(answer: Any) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", answer.content.decode(), re.DOTALL)
    return re.sub(r"\s+", "", re.sub(r"<[^>]+>", "", found))


def full(n: int, lin: User, chen: User, station: Unit, room: Unit) -> Handover:
    """n of each sort of item, and n in the lead's words."""
    for k in range(n):
        person = residents.make_person(f"居民{k}", station)
        ask = make.make_loop(lin, station, kind="ask", person=person, asker_name="唐玉珍")
        make.make_loop(lin, station, kind="service", person=person, parent=ask)
        residents.make_care(residents.make_person(f"邻居{k}", station), user=lin)
        Unit.objects.filter(pk=room.pk).update(receiver=lin.seat)
    handover = hand.make_handover(chen, lin)
    for k in range(n):
        handing.add(handover, by=access.actor_for(chen), words=f"钥匙{k}")
    return handover


def test_a_hand_over_is_opened_on_a_page(ask: Loop, chen: User, lin: User, signed_in: SignIn):
    client = signed_in(chen)
    said = {"leaver": lin.pk, "last_day": "2026-03-13", "reason": "leaving", "act": uuid7()}
    assert "没有进行中的交接" in text(client.get("/handovers"))
    assert client.get("/handovers/new").status_code == 200

    answer = client.post("/handovers/new", said)

    one = Handover.objects.get()
    assert answer.headers["Location"] == f"/handovers/{one.pk}"
    page = client.get(f"/handovers/{one.pk}")
    assert heading(page) == "林晓3月13日离岗：1项里，1项还没有人接"
    assert "账号要到1项都有着落才能关，管理员也不能提前关。还有9个工作日。" in text(page)
    assert heading(client.get("/handovers")) == "1位同事在交接，1项还没有人接"


@pytest.mark.parametrize(
    ("said", "field"), [({"last_day": "2026-03-01"}, "last_day"), ({"leaver": ""}, "leaver")]
)
def test_what_does_not_fit_is_asked_for_again(
    ask: Loop, chen: User, lin: User, signed_in: SignIn, said: dict[str, str], field: str
):
    whole = {"leaver": lin.pk, "last_day": "2026-03-13", "reason": "leaving", "act": uuid7()}

    answer = signed_in(chen).post("/handovers/new", whole | said)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {field}
    assert not Handover.objects.exists()


@pytest.mark.parametrize("n", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three_of_each(
    n: int, lin: User, chen: User, station: Unit, room: Unit, signed_in: SignIn,
    django_assert_num_queries: Any, bare: None,
):  # fmt: skip
    handover = full(n, lin, chen, station, room)
    client = signed_in(chen)
    client.get(f"/handovers/{handover.pk}")

    with django_assert_num_queries(SHEET):
        page = client.get(f"/handovers/{handover.pk}")
    assert f"{3 * n + 1}项里" in heading(page)


@pytest.mark.parametrize("n", [1, 3])
def test_what_waits_costs_the_same_for_one_and_for_three_of_each(
    n: int, lin: User, chen: User, station: Unit, room: Unit, signed_in: SignIn,
    django_assert_num_queries: Any, bare: None,
):  # fmt: skip
    handover = full(n, lin, chen, station, room)
    hand.make_offer(handover, lead=chen, to=chen)
    client = signed_in(chen)
    client.get("/taking")

    with django_assert_num_queries(TAKING):
        assert heading(client.get("/taking")) == f"林晓的交接：{3 * n + 1}项等您接"


@pytest.mark.parametrize("n", [1, 3])
def test_all_hand_overs_cost_the_same_for_one_and_for_three(
    n: int, lin: User, chen: User, station: Unit, signed_in: SignIn,
    django_assert_num_queries: Any, bare: None,
):  # fmt: skip
    for k in range(n):
        leaver = access.make_user(f"leaver{k}", f"离岗{k}")
        access.make_post(leaver, "worker", unit=station)
        make.make_loop(leaver, station, kind="ask")
        hand.make_handover(chen, leaver)
    client = signed_in(chen)
    client.get("/handovers")

    with django_assert_num_queries(LIST):
        assert heading(client.get("/handovers")) == f"{n}位同事在交接，{n}项还没有人接"


def test_the_menus_number_is_what_the_list_says(handover: Handover, chen: User, lin: User):
    by = access.actor_for(chen)
    (entry,) = [hung for hung in slots.hung("nav", by) if hung.url == "loops:handovers"]

    assert entry.count
    assert entry.count(by) == 1


def test_the_lead_names_somebody_line_by_line(
    handover: Handover, item: HandoverItem, chen: User, lin: User, min_: User, signed_in: SignIn
):
    client, url = signed_in(chen), f"/handovers/{handover.pk}"

    def offer(to: User) -> int:
        return int(
            client.post(f"{url}/offer", {f"to-{item.pk}": to.pk, "act": uuid7()}).status_code
        )

    assert (offer(min_), hand.fresh(item).state) == (302, "offered")
    page = text(client.get(url))
    assert "等周敏点接" in page
    assert "1项都选好了人" in page
    assert (offer(lin), hand.fresh(item).state) == (302, "own")
    assert "离岗前做完" in text(client.get(url))


def test_the_same_choice_once_more_is_no_choice(
    handover: Handover, item: HandoverItem, chen: User, min_: User, signed_in: SignIn
):
    hand.make_offer(handover, item, lead=chen, to=min_)

    answer = signed_in(chen).post(
        f"/handovers/{handover.pk}/offer", {f"to-{item.pk}": min_.pk, "act": uuid7()}
    )

    assert answer.status_code == 409
    assert "还没有新选的人" in answer.content.decode()


def test_who_cannot_keep_it_is_not_on_offer(
    handover: Handover, item: HandoverItem, chen: User, he: User, signed_in: SignIn
):
    """何川 works in one room of the station; the ask lies with the station."""
    answer = signed_in(chen).post(
        f"/handovers/{handover.pk}/offer", {f"to-{item.pk}": he.pk, "act": uuid7()}
    )

    assert answer.status_code == 422
    assert hand.fresh(item).state == "listed"


def test_rooms_are_chosen_beforehand_on_the_page_and_not_yet_named(
    chen: User, lin: User, he: User, room: Unit, signed_in: SignIn
):
    ask = make.make_loop(lin, room, kind="ask")
    handover = hand.make_handover(chen, lin)
    client = signed_in(chen)

    page = client.get(f"/handovers/{handover.pk}?rooms=1")

    assert "按社区先选好了1项，还没有交出去" in text(page)
    assert f'<option value="{he.pk}" selected>' in page.content.decode()
    assert handover.items.get().state == "listed"
    make.make_answered(ask, "好了。")
    assert "都不在社工室名下" in text(client.get(f"/handovers/{handover.pk}?rooms=1"))


def test_newcomers_are_said_and_come_into_the_list(
    handover: Handover, chen: User, lin: User, station: Unit, signed_in: SignIn
):
    make.make_loop(lin, station, kind="ask")
    client, url = signed_in(chen), f"/handovers/{handover.pk}"
    assert "又新来了1项" in text(client.get(url))
    assert "另有新来的1项还没有列进清单" in text(client.get(f"{url}/paper"))

    client.post(f"{url}/newcomers", {"act": uuid7()})

    assert "新来" not in text(client.get(url))
    assert handover.items.count() == 2


def test_small_forms_answer_on_the_page(handover: Handover, chen: User, signed_in: SignIn):
    client, url = signed_in(chen), f"/handovers/{handover.pk}"

    def post(verb: str, words: str) -> tuple[int, str]:
        answer = client.post(f"{url}/{verb}", {"words": words, "act": uuid7()})
        return answer.status_code, answer.headers.get("Location", "").split("#")[0]

    assert post("add", "") == (422, "")
    assert post("add", "望江社区居委会的联络") == (302, url)
    assert post("call-off", "") == (422, "")
    item = handover.items.get(sort="words")
    assert client.post(f"/handovers/items/{item.pk}/settle", {"act": uuid7()}).status_code == 302
    assert hand.fresh(item).state == "done"
    assert post("call-off", "她留下来了。") == (302, "/handovers")
    assert "办完的" in text(client.get("/handovers"))
    assert "这次交接已经收尾" in text(client.get(url))


def test_it_is_finished_on_the_page(
    handover: Handover, item: HandoverItem, chen: User, min_: User, signed_in: SignIn
):
    client, url = signed_in(chen), f"/handovers/{handover.pk}"
    assert client.post(f"{url}/finish", {"act": uuid7()}).status_code == 409
    hand.make_offer(handover, item, lead=chen, to=min_)
    hand.make_taken(item, min_)
    assert "1项都有了着落。收了尾，账号就可以关。" in text(client.get(url))

    assert client.post(f"{url}/finish", {"act": uuid7()}).status_code == 302

    assert Handover.objects.get().seat is None


def test_who_was_named_finds_it_in_her_day_and_takes_it(
    handover: Handover, item: HandoverItem, chen: User, min_: User, signed_in: SignIn
):
    hand.make_offer(handover, item, lead=chen, to=min_)
    client = signed_in(min_)
    assert "等您接1项" in text(client.get("/today"))
    assert "向秀芬，78岁：答复" in text(client.get("/taking"))

    answer = client.post(f"/taking/{item.pk}/take", {"act": uuid7()})

    assert answer.headers["Location"] == f"/taking#item-{item.pk}"
    page = text(client.get("/taking"))
    assert "没有等您接的事" in page
    assert "您接过来的" in page
    assert "等您接" not in text(client.get("/today"))
    client.post(f"/taking/{item.pk}/tick", {"joint_intro": "on", "act": uuid7()})
    assert hand.fresh(item).joint_intro


def test_a_refusal_says_why(
    handover: Handover, item: HandoverItem, chen: User, min_: User, signed_in: SignIn
):
    hand.make_offer(handover, item, lead=chen, to=min_)
    client = signed_in(min_)

    assert (
        client.post(f"/taking/{item.pk}/refuse", {"words": "", "act": uuid7()}).status_code == 422
    )
    answer = client.post(f"/taking/{item.pk}/refuse", {"words": "手上太多。", "act": uuid7()})

    assert answer.headers["Location"] == "/taking"
    assert "退回的话：手上太多。" in text(signed_in(chen).get(f"/handovers/{handover.pk}"))


@pytest.mark.parametrize(
    ("who", "every", "one", "taking"),
    [
        ("chen", 200, 200, 200), ("lin", 403, 403, 200), ("he", 403, 403, 200), ("zhao", 200, 404, 200),
        ("zheng", 403, 403, 200), ("zhou", 403, 403, 200), ("tang", 403, 403, 403), ("wu", 403, 403, 403),
        ("gao", 403, 403, 403), ("an", 403, 403, 403), ("shen", 403, 403, 403),
    ],
)  # fmt: skip
def test_who_may_see_it(
    handover: Handover, cast: Any, signed_in: SignIn, who: str, every: int, one: int, taking: int
):
    client = signed_in(getattr(cast, who))

    seen = [
        client.get(url).status_code
        for url in ("/handovers", f"/handovers/{handover.pk}", f"/handovers/{handover.pk}/paper", "/taking")
    ]  # fmt: skip
    assert seen == [every, one, one, taking]


@pytest.mark.parametrize("verb", ["take", "refuse", "tick"])
@pytest.mark.parametrize(("who", "status"), [("chen", 404), ("zhao", 404), ("tang", 403)])
def test_what_was_offered_to_another_is_not_there(
    handover: Handover, item: HandoverItem, chen: User, min_: User, cast: Any, signed_in: SignIn,
    verb: str, who: str, status: int,
):  # fmt: skip
    hand.make_offer(handover, item, lead=chen, to=min_)

    answer = signed_in(getattr(cast, who)).post(
        f"/taking/{item.pk}/{verb}", {"words": "不", "act": uuid7()}
    )

    assert answer.status_code == status
    assert hand.fresh(item).state == "offered"


@pytest.mark.parametrize("verb", ["offer", "newcomers", "add", "finish", "call-off"])
@pytest.mark.parametrize(("who", "status"), [("lin", 403), ("zhao", 404), ("tang", 403)])
def test_who_may_not_change_it(
    handover: Handover, cast: Any, signed_in: SignIn, verb: str, who: str, status: int
):
    answer = signed_in(getattr(cast, who)).post(
        f"/handovers/{handover.pk}/{verb}", {"words": "x", "act": uuid7()}
    )

    assert answer.status_code == status
