"""The inbox: told in the transaction of its cause, read once for a whole organisation."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from huiyin.access.models import Organisation, Seat, Unit, User
from huiyin.audit.models import Entry
from huiyin.core import clock as times
from huiyin.core.actor import Actor
from huiyin.core.errors import Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access
from huiyin.demo.builders import notices as make
from huiyin.notices import queries, rules
from huiyin.notices.models import Message
from huiyin.ui import slots

Acting = Callable[[User], Actor]
SignIn = Callable[[User], Any]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False) as turned:
        yield turned


@pytest.fixture
def actor() -> Acting:
    return access.actor_for


@pytest.fixture
def signed_in(client: Any) -> SignIn:
    def sign_in(user: User) -> Any:
        client.force_login(user)
        return client

    return sign_in


def words(actor: Actor, **how: Any) -> list[str]:
    return [line.words for line in queries.inbox(actor, **how).lines]


def test_a_message_is_read_by_whom_it_was_told_and_by_nobody_else(
    lin: User, chen: User, tang: User, committee: Organisation, actor: Acting
):
    make.make_message("派给您一件", user=lin)
    make.make_message("有了回音", organisation=committee)

    assert [words(actor(user)) for user in (lin, chen, tang)] == [["派给您一件"], [], ["有了回音"]]
    assert [queries.unread(actor(user)) for user in (lin, chen, tang)] == [1, 0, 1]


def test_the_words_are_closed_at_rest(lin: User):
    make.make_message("向秀芬：有了回音", user=lin)

    message = Message.objects.get()

    assert str(message.words) == "•••"
    assert "向秀芬" not in message.words.token


def test_a_successor_finds_what_was_told_before_she_came(
    tang: User, committee: Organisation, actor: Acting
):
    make.make_message("有了回音", organisation=committee)
    jiang = access.make_user("jiang", "蒋小红")
    access.make_post(jiang, "committee", organisation=committee)
    Seat.objects.filter(user=tang).delete()

    assert words(actor(jiang)) == ["有了回音"]


def test_what_one_clerk_has_read_is_read_for_her_committee(
    tang: User, committee: Organisation, actor: Acting, clock: time_machine.Traveller
):
    message = make.make_message("有了回音", organisation=committee)
    jiang = access.make_user("jiang", "蒋小红")
    access.make_post(jiang, "committee", organisation=committee)

    rules.read(message, by=actor(tang))
    read_at = times.now()
    clock.shift(60)
    rules.read(message, by=actor(jiang))

    message.refresh_from_db()
    assert (message.read_by, message.read_at) == (tang, read_at)
    assert queries.unread(actor(jiang)) == 0
    assert Entry.objects.filter(verb="message.read").count() == 2


def test_in_each_of_two_posts_she_reads_what_belongs_to_it(
    lin: User, station: Unit, committee: Organisation, actor: Acting
):
    """林 works at the station and sits in the committee she lives under."""
    seat = access.make_post(lin, "committee", organisation=committee)
    make.make_message("派给您一件", user=lin, unit=station.pk)
    make.make_message("换了密码", user=lin)
    make.make_message("有了回音", organisation=committee)

    work, home = actor(lin), access.actor_for(lin, seat)

    assert set(words(work)) == {"派给您一件", "换了密码"}
    assert set(words(home)) == {"换了密码", "有了回音"}
    assert [queries.unread(work), queries.unread(home)] == [2, 2]


def test_a_message_has_one_reader(lin: User, committee: Organisation):
    for wrong in ({"user": lin, "organisation": committee}, {}):
        with pytest.raises(IntegrityError, match="message_has_one_reader"), transaction.atomic():
            make.make_message("给谁", **wrong)  # type: ignore[arg-type]


def test_nobody_marks_anothers_message(lin: User, chen: User, actor: Acting):
    message = make.make_message("派给您一件", user=lin)

    with pytest.raises(Unseen):
        rules.read(message, by=actor(chen))

    message.refresh_from_db()
    assert message.read_at is None


def test_pages_follow_each_other_without_a_gap_or_a_repeat(
    lin: User, actor: Acting, clock: time_machine.Traveller
):
    for n in range(5):
        make.make_message(f"第 {n} 条", user=lin)
        clock.shift(60 * (n % 2))  # some at the very same moment

    by, found, place = actor(lin), [], ""
    while True:
        page = queries.inbox(by, before=place, n=2)
        found += [line.words for line in page.lines]
        place = page.older
        if not place:
            break

    assert found == [f"第 {n} 条" for n in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize(
    "place", ["x", "2026-03-02~x", "2026-03-02T10:00:00~01a20189-36db-76ab-86b1-9f596a549d88", "~"]
)
def test_a_place_nobody_gave_is_the_beginning(lin: User, actor: Acting, place: str):
    make.make_message("派给您一件", user=lin)

    assert words(actor(lin), before=place) == ["派给您一件"]


def heading(page: Any) -> str:
    (found,) = re.findall(r"<h1>(.*?)</h1>", page.content.decode(), re.DOTALL)
    return re.sub(r"\s+", "", found)


def test_the_bells_number_is_the_length_of_what_it_opens(
    lin: User, signed_in: SignIn, actor: Acting
):
    for n in range(3):
        make.make_message(f"第 {n} 条", user=lin)
    rules.read(Message.objects.order_by("at", "id")[0], by=actor(lin))
    client = signed_in(lin)

    page = client.get("/messages")

    assert heading(page) == "有2条消息还没有看"
    assert [bell.count and bell.count(actor(lin)) for bell in slots.hung("bell", actor(lin))] == [2]
    assert page.content.decode().count('<li id="message-') == 2
    assert client.get("/messages?all=1").content.decode().count('<li id="message-') == 3


def test_an_empty_inbox_says_so(lin: User, signed_in: SignIn):
    page = signed_in(lin).get("/messages")

    assert heading(page) == "消息都看过了"
    assert "没有新的消息。有了回音，会先出现在这里。" in page.content.decode()


def test_older_ones_are_a_page_further(
    lin: User, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
):
    for n in range(queries.PAGE + 1):
        make.make_message(f"第 {n} 条", user=lin)
    client = signed_in(lin)

    page = client.get("/messages?all=1").content.decode()
    older = re.search(r'href="(\?all=1[^"]+)"', page)
    assert older
    second = client.get("/messages" + older.group(1).replace("&amp;", "&")).content.decode()

    assert [p.count('<li id="message-') for p in (page, second)] == [queries.PAGE, 1]
    assert "第 0 条" in second


@pytest.mark.parametrize(("url", "goes"), [("/loops", "/loops"), ("", "/messages")])
def test_opening_one_marks_it_and_leads_to_its_matter(
    lin: User, signed_in: SignIn, url: str, goes: str
):
    message = make.make_message("派给您一件", user=lin, url=url)

    answer = signed_in(lin).post(f"/messages/{message.pk}", {"act": uuid7()})

    message.refresh_from_db()
    assert (answer.status_code, answer.headers["Location"]) == (302, goes)
    assert message.read_by == lin


@pytest.mark.parametrize(
    ("who", "status"),
    [("lin", 302), ("chen", 404), ("zhou", 404), ("tang", 404), ("gao", 404), ("shen", 404)],
)
def test_who_may_open_it(cast: Any, who: str, status: int, signed_in: SignIn):
    message = make.make_message("派给您一件", user=cast.lin)

    answer = signed_in(getattr(cast, who)).post(f"/messages/{message.pk}", {"act": uuid7()})

    assert answer.status_code == status
    assert Message.objects.filter(read_at__isnull=False).count() == (status == 302)


def test_looking_does_not_mark(lin: User, signed_in: SignIn):
    message = make.make_message("派给您一件", user=lin)

    assert signed_in(lin).get(f"/messages/{message.pk}").status_code == 405
    assert Message.objects.get().read_at is None


def test_a_form_without_its_act_marks_nothing(lin: User, signed_in: SignIn):
    message = make.make_message("派给您一件", user=lin)

    signed_in(lin).post(f"/messages/{message.pk}", {})

    assert Message.objects.get().read_at is None


@pytest.mark.parametrize("n", [1, 3])
def test_the_inbox_costs_the_same_for_one_and_for_three(
    n: int, lin: User, actor: Acting, django_assert_num_queries: Any
):
    for _ in range(n):
        make.make_message("派给您一件", user=lin)
    by = actor(lin)

    with django_assert_num_queries(1):
        assert len(queries.inbox(by).lines) == n
