"""A worker leaves, and nothing of hers is lost: the list, the offers, the taking, the end."""

from datetime import date

import pytest

from huiyin.access import debts
from huiyin.access.models import Deputy, Organisation, Reach, Seat, Unit, User
from huiyin.access.rules import accounts
from huiyin.core import clock, secret
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.errors import NotAllowed, Refused
from huiyin.demo.builders import access, residents
from huiyin.demo.builders import handover as hand
from huiyin.demo.builders import loops as make
from huiyin.loops import heard, queries, rules, things
from huiyin.loops.models import Handover, HandoverItem, Loop
from huiyin.loops.rules import handing, taking
from huiyin.notices import queries as notices
from huiyin.notices.models import Message
from huiyin.residents.models import Care, Person

FRIDAY = date(2026, 3, 13)


@pytest.fixture
def min_(station: Unit) -> User:
    """周敏, a second worker of the station."""
    user = access.make_user("min", "周敏")
    access.make_post(user, "worker", unit=station)
    return user


@pytest.fixture
def deng(room: Unit) -> User:
    """邓川, the worker of 石溪's room."""
    user = access.make_user("deng", "邓川")
    access.make_post(user, "room", unit=room)
    return user


@pytest.fixture
def handover(ask: Loop, chen: User, lin: User) -> Handover:
    """陈 opens the hand-over of 林, who keeps the committee's ask."""
    return hand.make_handover(chen, lin, last_day=FRIDAY)


@pytest.fixture
def item(handover: Handover) -> HandoverItem:
    return handover.items.get()


def states(handover: Handover) -> list[str]:
    return sorted(handover.items.values_list("state", flat=True))


def said(to: User) -> list[str]:
    rows = Message.objects.filter(to_user=to).order_by("at", "id")
    return secret.open_all(rows, "words", by=ANONYMOUS)


def told(to: Organisation) -> list[str]:
    rows = Message.objects.filter(to_org=to).order_by("at", "id")
    return secret.open_all(rows, "words", by=ANONYMOUS)


# ---- the list


def test_it_lists_every_open_matter_once_with_what_follows_it(
    ask: Loop, service: Loop, lin: User, chen: User, station: Unit
):
    promise = make.make_loop(lin, station, kind="promise", parent=service)
    alone = make.make_loop(lin, station, kind="promise")
    make.make_answered(make.make_loop(lin, station, kind="ask"), "好了。")
    make.make_loop(chen, station, kind="ask")

    handover = hand.make_handover(chen, lin)

    assert {item.loop_id for item in handover.items.all()} == {ask.pk, alone.pk}
    shown = {
        line.title: line.words for line in queries.sheet(handover, access.actor_for(chen)).lines
    }
    assert shown["向秀芬，78岁：答复"] == "石溪社区居委会唐玉珍在等，连同 1 件跟着它的事"
    assert promise.parent_id == service.pk


def test_an_approval_is_an_item_of_its_own(ask: Loop, chen: User, station: Unit):
    mine = make.make_loop(chen, station, kind="ask")
    owed = make.make_loop(chen, station, kind="approval", parent=mine)

    handover = hand.make_handover(chen, chen)

    listed = {item.loop_id for item in handover.items.filter(loop__isnull=False)}
    assert listed == {mine.pk, owed.pk}


def test_it_lists_cares_units_and_deputies_posts_that_are_no_matter(
    ask: Loop, xiang: Person, chen: User, lin: User, min_: User, station: Unit, room: Unit
):
    other = residents.make_person("龚秀英", station)
    residents.make_care(xiang, user=lin, cause=ask.pk)  # goes with the ask
    residents.make_care(other, user=lin)
    Unit.objects.filter(pk=room.pk).update(receiver=lin.seat)
    row = Deputy.objects.create(
        user=min_.seat, deputy=lin.seat, since=FRIDAY, until=FRIDAY, unit=station
    )

    handover = hand.make_handover(chen, lin)

    assert set(handover.items.values_list("loop", "sort", "target")) == {
        (ask.pk, "", ""),
        (None, "care", str(other.pk)),
        (None, "receiving", room.code),
        (None, "deputy", str(row.pk)),
    }
    lines = queries.sheet(handover, access.actor_for(chen)).lines
    assert sorted((line.label, line.title) for line in lines if line.item.sort) == sorted(
        [("照管", "龚秀英"), ("接收人", "石溪社区社工室的接收人"), ("代理", "替周敏代理")]
    )


def test_what_a_higher_room_hangs_is_listed_and_handed_too(
    handover: Handover, chen: User, lin: User, min_: User, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(things, "_things", {})
    keys = {lin.pk: ["k1"]}
    handed: list[tuple[str, str, str]] = []

    def pass_on(target: str, *, by: Actor, giver: User, taker: User) -> None:
        handed.append((target, giver.name, taker.name))

    things.hang(
        things.Thing(
            "key", "钥匙", lambda users, actor: keys,
            lambda targets, actor: {one: things.Told("活动室的钥匙") for one in targets}, pass_on,
        )
    )  # fmt: skip
    handing.list_newcomers(handover, by=access.actor_for(chen))
    item = handover.items.get(sort="key")
    hand.make_offer(handover, item, lead=chen, to=min_)

    assert queries.offers(access.actor_for(min_))[0].title == "活动室的钥匙"
    hand.make_taken(item, min_)

    assert handed == [("k1", "林晓", "周敏")]


def test_a_matter_opened_for_her_afterwards_is_seen_counted_and_listed(
    handover: Handover, chen: User, lin: User, station: Unit
):
    by = access.actor_for(chen)
    make.make_loop(lin, station, kind="ask")

    sheet = queries.sheet(handover, by)
    assert (sheet.total, sheet.fresh, sheet.unowned, queries.unowned(by)) == (2, 1, 2, 2)

    handing.list_newcomers(handover, by=by)

    sheet = queries.sheet(handover, by)
    assert (sheet.total, sheet.fresh, sheet.unowned, queries.unowned(by)) == (2, 0, 2, 2)


def test_what_lies_at_another_station_is_said_and_left_to_its_lead(
    handover: Handover, chen: User, lin: User, sister: Unit
):
    make.make_loop(lin, sister, kind="ask")

    sheet = queries.sheet(handover, access.actor_for(chen))

    assert (sheet.total, sheet.fresh, sheet.elsewhere) == (1, 0, 1)


def test_the_lead_adds_what_only_she_knows_and_says_when_it_is_done(
    handover: Handover, chen: User, lin: User
):
    by = access.actor_for(chen)
    item = handing.add(handover, by=by, words="望江社区居委会的联络")
    hand.make_offer(handover, item, lead=chen, to=lin)
    line = next(x for x in queries.sheet(handover, by).lines if x.item == item)
    assert (line.label, line.title, line.said) == ("别的事", "望江社区居委会的联络", "离岗前做完")

    handing.settle(hand.fresh(item), by=by)

    assert hand.fresh(item).state == "done"


def test_a_matter_is_not_called_done_without_its_answer(item: HandoverItem, chen: User):
    with pytest.raises(Refused, match="等它自己办完"):
        handing.settle(item, by=access.actor_for(chen))


def test_the_leaver_hears_that_it_has_begun_and_the_lead_owes_it(
    handover: Handover, chen: User, lin: User
):
    assert said(lin)[-1] == "您的交接开始了，陈站会逐项请同事来接。"
    (row,) = queries.rows(queries.mine(access.actor_for(chen)), by=access.actor_for(chen))
    assert (row.title, row.action, row.url) == (
        "林晓离岗，手上的事逐项交接", "看交接", f"/handovers/{handover.pk}",
    )  # fmt: skip


def test_the_last_day_is_still_to_come(chen: User, lin: User):
    with pytest.raises(Refused, match="最后一天已经过了"):
        hand.make_handover(chen, lin, last_day=date(2026, 3, 1))


def test_who_works_elsewhere_is_handed_over_there(chen: User, zhao: User, sister: Unit):
    """陈's post reaches the sister station too."""
    Reach.objects.create(post=chen.posts.get(), prefix=sister.code, why="代管", since=clock.today())

    with pytest.raises(Refused, match="赵站不是本站的同事"):
        hand.make_handover(chen, zhao)


def test_a_closed_account_holds_nothing(chen: User, min_: User):
    Seat.objects.filter(user=min_).delete()

    with pytest.raises(Refused, match="账号已经关了"):
        hand.make_handover(chen, min_)


def test_there_is_one_at_a_time(handover: Handover, chen: User, lin: User):
    with pytest.raises(Refused, match="已经开着"):
        hand.make_handover(chen, lin)


def test_a_worker_does_not_open_one(ask: Loop, lin: User, min_: User):
    with pytest.raises(NotAllowed):
        hand.make_handover(lin, min_)


# ---- the offers


def test_each_colleague_is_told_once_how_many_wait(
    handover: Handover, chen: User, lin: User, min_: User, station: Unit
):
    for _ in range(2):
        make.make_loop(lin, station, kind="ask")
    handing.list_newcomers(handover, by=access.actor_for(chen))

    hand.make_offer(handover, lead=chen, to=min_)

    assert said(min_) == ["林晓离岗交接：有 3 项等您接。"]
    assert states(handover) == ["offered"] * 3
    assert queries.waiting(access.actor_for(min_)) == 3


def test_who_works_in_a_room_reads_that_something_waits_for_her(
    chen: User, lin: User, deng: User, room: Unit
):
    make.make_loop(lin, room, kind="ask")
    handover = hand.make_handover(chen, lin)
    handing.add(handover, by=access.actor_for(chen), words="石溪社区居委会的联络")

    hand.make_offer(handover, lead=chen, to=deng)

    by = access.actor_for(deng)
    (line,) = notices.inbox(by).lines
    assert (line.words, line.message.url) == ("林晓离岗交接：有 2 项等您接。", "/taking")


def test_nothing_chosen_is_said(handover: Handover, chen: User):
    with pytest.raises(Refused, match="还没有新选的人"):
        handing.offer(handover, by=access.actor_for(chen), to=[])


def test_a_colleague_of_another_room_is_not_named(
    handover: Handover, item: HandoverItem, chen: User, deng: User
):
    """The ask lies with the station; 邓川 works in one room of it."""
    with pytest.raises(Refused, match="邓川的岗位不办这样的事，或不管这里"):
        hand.make_offer(handover, item, lead=chen, to=deng)


def test_who_has_no_post_of_keeping_here_is_not_named(
    handover: Handover, item: HandoverItem, chen: User, station: Unit
):
    user = access.make_user("eva", "评估")
    access.make_post(user, "evaluator", unit=station)

    with pytest.raises(Refused, match="不在能接的同事里"):
        hand.make_offer(handover, item, lead=chen, to=user)


def test_rooms_are_proposed_for_what_lies_with_them_and_nothing_is_written(
    ask: Loop, chen: User, lin: User, deng: User, room: Unit, other_room: Unit
):
    hers = make.make_loop(lin, room, kind="ask")
    make.make_loop(lin, other_room, kind="ask")  # nobody works there
    handover = hand.make_handover(chen, lin)
    by = access.actor_for(chen)

    item = handover.items.get(loop=hers)
    assert queries.propose(queries.sheet(handover, by)) == {item.pk: deng.pk}
    assert states(handover) == ["listed"] * 3

    hand.make_offer(handover, item, lead=chen, to=deng)
    taking.refuse(hand.fresh(item), by=access.actor_for(deng), words="手上太多。")
    assert queries.propose(queries.sheet(handover, by)) == {}


def test_a_station_is_received_for_by_a_lead_only(
    handover: Handover, chen: User, lin: User, min_: User, station: Unit
):
    Unit.objects.filter(pk=station.pk).update(receiver=lin.seat)
    by = access.actor_for(chen)
    handing.list_newcomers(handover, by=by)
    item = handover.items.get(sort="receiving")

    with pytest.raises(Refused, match="周敏的岗位不办这样的事"):
        hand.make_offer(handover, item, lead=chen, to=min_)
    hand.make_offer(handover, item, lead=chen, to=chen)
    hand.make_taken(item, chen)

    assert Unit.objects.get(pk=station.pk).receiver == chen.seat


# ---- the taking


def test_taking_hands_over_the_matter_its_children_and_her_care(
    ask: Loop, service: Loop, xiang: Person, chen: User, lin: User, min_: User
):
    residents.make_care(xiang, user=lin, cause=ask.pk)
    handover = hand.make_handover(chen, lin)
    item = handover.items.get()
    hand.make_offer(handover, lead=chen, to=min_)

    hand.make_taken(item, min_)

    owners = Loop.objects.filter(pk__in=[ask.pk, service.pk]).values_list("owner", "seat")
    assert set(owners) == {(min_.pk, min_.pk)}
    standing = Care.objects.filter(ended_at=None, person=xiang, user__isnull=False)
    assert [care.user for care in standing] == [min_]
    assert hand.fresh(item).state == "accepted"


def test_a_care_without_a_matter_goes_with_its_last_day(
    handover: Handover, station: Unit, chen: User, lin: User, min_: User
):
    other = residents.make_person("龚秀英", station)
    residents.make_care(other, user=lin, until=FRIDAY)
    handing.list_newcomers(handover, by=access.actor_for(chen))
    item = handover.items.get(sort="care")
    hand.make_offer(handover, item, lead=chen, to=min_)

    hand.make_taken(item, min_)

    rows = Care.objects.filter(ended_at=None, person=other).values_list("user", "until")
    assert list(rows) == [(min_.pk, FRIDAY)]


def test_a_deputys_post_goes_on_with_another_but_not_with_who_is_away(
    handover: Handover, chen: User, lin: User, min_: User, station: Unit
):
    row = Deputy.objects.create(
        user=min_.seat, deputy=lin.seat, since=FRIDAY, until=FRIDAY, unit=station
    )
    handing.list_newcomers(handover, by=access.actor_for(chen))
    item = handover.items.get(sort="deputy")
    hand.make_offer(handover, item, lead=chen, to=min_)
    with pytest.raises(Refused, match="不能由本人代理"):
        hand.make_taken(item, min_)

    hand.make_offer(handover, item, lead=chen, to=chen)
    hand.make_taken(item, chen)

    row.refresh_from_db()
    assert row.deputy == chen.seat


def test_whoever_asked_reads_the_name_on_each_matter_and_hears_it_once(
    chen: User, lin: User, min_: User, station: Unit, committee: Organisation, xiang: Person
):
    asks = [
        make.make_loop(lin, station, kind="ask", person=xiang, asker_org=committee)
        for _ in range(3)
    ]
    make.make_loop(lin, station, kind="service", person=xiang, parent=asks[0])
    handover = hand.make_handover(chen, lin)
    hand.make_offer(handover, lead=chen, to=min_)

    for item in handover.items.all():
        hand.make_taken(item, min_)

    for one in asks:
        lines = [(echo.status, echo.words) for echo in heard.heard(one, by=ANONYMOUS)]
        assert lines == [("换了一位同事负责。", "现在由周敏负责。")]
    assert told(committee) == ["林晓离岗，您交来、原来由林晓负责的事，现在由周敏接着办。"]
    assert set(handover.items.values_list("partner_told", flat=True)) == {True}


def test_a_second_receiver_is_a_second_name(
    chen: User, lin: User, min_: User, station: Unit, committee: Organisation
):
    for _ in range(2):
        make.make_loop(lin, station, kind="ask", asker_org=committee)
    handover = hand.make_handover(chen, lin)
    for item, taker in zip(handover.items.all(), (min_, chen), strict=True):
        hand.make_offer(handover, item, lead=chen, to=taker)
        hand.make_taken(item, taker)

    assert [words[-9:] for words in told(committee)] == ["现在由周敏接着办。", "现在由陈站接着办。"]


def test_a_colleague_who_asked_hears_it_but_not_of_herself(
    chen: User, lin: User, min_: User, station: Unit
):
    hers = make.make_loop(lin, station, kind="ask", asker_user=chen)
    own = make.make_loop(lin, station, kind="ask", asker_user=min_)
    handover = hand.make_handover(chen, lin)
    hand.make_offer(handover, lead=chen, to=min_)
    before = (len(said(chen)), len(said(min_)))

    for loop in (hers, own):
        hand.make_taken(handover.items.get(loop=loop), min_)

    assert (len(said(chen)), len(said(min_))) == (before[0] + 1, before[1])


def test_a_caller_without_an_account_reads_the_name_by_her_receipt(
    chen: User, lin: User, min_: User, station: Unit, committee: Organisation
):
    called = make.make_loop(lin, station, kind="ask", asker_phone="13900004321", receipt=True)
    handover = hand.make_handover(chen, lin)
    hand.make_offer(handover, lead=chen, to=min_)

    hand.make_taken(handover.items.get(), min_)

    assert [echo.words for echo in heard.heard(called, by=ANONYMOUS)] == ["现在由周敏负责。"]


def test_only_who_was_named_takes_or_refuses(
    handover: Handover, item: HandoverItem, chen: User, min_: User
):
    hand.make_offer(handover, item, lead=chen, to=min_)

    with pytest.raises(Refused, match="不是请您接的"):
        hand.make_taken(item, chen)
    with pytest.raises(Refused, match="不是请您接的"):
        taking.refuse(hand.fresh(item), by=access.actor_for(chen), words="不要。")
    with pytest.raises(Refused, match="由接的人来记"):
        taking.tick(
            hand.fresh(item), by=access.actor_for(chen), joint_intro=True, client_told=True,
            partner_told=True,
        )  # fmt: skip


def test_it_is_taken_once(handover: Handover, item: HandoverItem, chen: User, min_: User):
    hand.make_offer(handover, item, lead=chen, to=min_)
    hand.make_taken(item, min_)

    with pytest.raises(Refused, match="已接"):
        hand.make_taken(item, min_)


def test_a_refused_one_comes_back_to_the_lead_with_its_reason(
    handover: Handover, item: HandoverItem, chen: User, min_: User
):
    hand.make_offer(handover, item, lead=chen, to=min_)

    taking.refuse(hand.fresh(item), by=access.actor_for(min_), words="手上已经有十几位。")

    sheet = queries.sheet(handover, access.actor_for(chen))
    (line,) = sheet.lines
    assert (line.said, line.note, sheet.unowned) == ("周敏退回来了", "手上已经有十几位。", 1)
    assert said(chen)[-1] == "周敏退回了林晓交接的一项，请再选一位。"
    assert queries.offers(access.actor_for(min_)) == []


def test_what_was_answered_or_assigned_meanwhile_is_not_taken_again(
    chen: User, lin: User, min_: User, station: Unit
):
    loops = [make.make_loop(lin, station, kind="ask") for _ in range(2)]
    handover = hand.make_handover(chen, lin)
    hand.make_offer(handover, lead=chen, to=min_)
    make.make_answered(loops[0], "好了。")
    rules.assign(loops[1], by=access.actor_for(chen), to=chen)

    assert queries.waiting(access.actor_for(min_)) == 0
    for item in handover.items.all():
        with pytest.raises(Refused, match="不用再接"):
            hand.make_taken(item, min_)
    sheet = queries.sheet(handover, access.actor_for(chen))
    assert sorted(line.said for line in sheet.lines) == ["已办完", "已派给陈站"]
    assert sheet.ready


def test_who_lost_her_post_meanwhile_cannot_take_it(
    handover: Handover, item: HandoverItem, chen: User, min_: User, room: Unit
):
    hand.make_offer(handover, item, lead=chen, to=min_)
    min_.posts.update(role="room", unit=room)

    with pytest.raises(Refused, match="周敏的岗位"):
        hand.make_taken(item, min_)


def test_a_minors_line_says_that_it_is_done_together_and_what_was_done_is_ticked(
    chen: User, lin: User, min_: User, station: Unit
):
    child = residents.make_person("黎小雨", station, birth_on=date(2012, 3, 2))
    make.make_loop(lin, station, kind="ask", person=child)
    handover = hand.make_handover(chen, lin)
    hand.make_offer(handover, lead=chen, to=min_)
    (offer,) = queries.offers(access.actor_for(min_))
    assert (offer.minor, offer.ticks) == (True, "")

    item = hand.make_taken(offer.item, min_)
    taking.tick(
        hand.fresh(item), by=access.actor_for(min_), joint_intro=True, client_told=True, partner_told=True
    )  # fmt: skip

    (line,) = queries.taken(access.actor_for(min_))
    assert (line.ticks, line.told) == ("当面交接过、本人知道了", "已告诉对方")


# ---- the end


def test_it_is_finished_when_nothing_is_open_and_the_account_can_be_closed_then(
    handover: Handover, item: HandoverItem, chen: User, lin: User, min_: User, gao: User
):
    by, office = access.actor_for(chen), access.actor_for(gao)
    with pytest.raises(Refused, match="林晓还有 1 项闭环事项、1 项没收尾的交接没有人接"):
        accounts.close(lin, by=office)
    with pytest.raises(Refused, match="还有 1 项没有了结"):
        handing.finish(handover, by=by)

    hand.make_offer(handover, item, lead=chen, to=min_)
    hand.make_taken(item, min_)
    with pytest.raises(Refused, match="林晓还有 1 项没收尾的交接没有人接"):
        accounts.close(lin, by=office)
    handing.finish(handover, by=by)

    assert debts.owed(lin) == {}
    accounts.close(lin, by=office)
    assert not Seat.objects.filter(user=lin).exists()
    assert queries.sheet(Handover.objects.get(), by).ready


def test_a_newcomer_keeps_it_from_being_finished(
    handover: Handover, item: HandoverItem, chen: User, lin: User, min_: User, station: Unit
):
    hand.make_offer(handover, item, lead=chen, to=min_)
    hand.make_taken(item, min_)
    make.make_loop(lin, station, kind="ask")

    with pytest.raises(Refused, match="还有 1 项没有了结"):
        handing.finish(handover, by=access.actor_for(chen))


def test_who_stays_after_all_keeps_what_nobody_took(
    handover: Handover, item: HandoverItem, chen: User, lin: User, min_: User
):
    by = access.actor_for(chen)
    hand.make_offer(handover, item, lead=chen, to=min_)

    handing.call_off(handover, by=by, words="她留下来了。")

    assert (queries.running(by), queries.waiting(access.actor_for(min_))) == ([], 0)
    assert hand.fresh(item).loop == Loop.objects.get(owner=lin)
    with pytest.raises(Refused, match="已经收尾了"):
        hand.make_taken(item, min_)
    for again in (
        lambda: handing.finish(handover, by=by),
        lambda: handing.add(handover, by=by, words="钥匙"),
        lambda: handing.list_newcomers(handover, by=by),
    ):
        with pytest.raises(Refused, match="已经收尾了"):
            again()


@pytest.mark.parametrize(
    ("today", "days"), [("2026-03-02", 9), ("2026-03-13", 0), ("2026-03-16", -1)]
)
def test_the_working_days_that_are_left(
    handover: Handover, chen: User, request: pytest.FixtureRequest, today: str, days: int
):
    request.getfixturevalue("clock").move_to(f"{today}T10:00:00+08:00")

    assert queries.sheet(handover, access.actor_for(chen)).days == days
