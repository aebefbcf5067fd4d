"""The closing answer, progress on the way, and the one time it may be said that it is not solved."""

import pytest

from huiyin.audit.models import Entry
from huiyin.core import clock
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import heard
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop, Reply
from huiyin.places import calendar
from huiyin.referrals import lists, rules
from huiyin.referrals.models import Referral
from huiyin.residents.models import Care

pytestmark = pytest.mark.django_db
WORDS = "血压偏高，已陪她约了卫生中心。社工每周二去看一次。"


@pytest.fixture
def accepted(station, tang, lin) -> Referral:
    referral = make_referral(tang)
    rules.accept(referral, by=actor_for(lin))
    return Referral.objects.get(pk=referral.pk)


def test_the_answer_ends_the_ask_and_the_case_goes_on(accepted, tang, lin):
    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="summary")

    loop = Loop.objects.get(pk=accepted.pk)
    assert (loop.state, loop.seat, loop.answer) == (
        "answered",
        None,
        Reply.objects.get(kind="answer"),
    )
    assert loop.milestones.unmet().count() == 0
    assert accepted.result.state == "open"
    assert _last(accepted, tang) == ("answer", "已答复。", WORDS)


def test_an_answer_above_the_agreed_level_says_only_that_there_is_one(accepted, tang, lin):
    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="detail")

    assert _last(accepted, tang) == ("answer", "已答复。", "")


def test_progress_meets_the_monthly_note_and_the_next_month_begins(accepted, tang, lin):
    rules.inform(accepted, by=actor_for(lin), words="这周上门两次。", level="summary")

    notes = accepted.loop.milestones.filter(code="note").order_by("n")
    assert [bool(note.met_at) for note in notes] == [True, False]
    assert _last(accepted, tang) == ("progress", "有了新进展。", "这周上门两次。")


def test_said_to_be_unsolved_it_is_open_again_and_may_be_answered_once_more(accepted, tang, lin):
    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="summary")

    loops.unsolved(accepted.loop, by=actor_for(tang), words="她还是不开门。")

    loop = Loop.objects.get(pk=accepted.pk)
    assert (loop.state, loop.turn, loop.owner, loop.reopened) == ("open", "us", lin, 1)
    line = lists.lines([accepted], actor_for(tang))[0]
    assert line.ruler
    assert line.title == "向素芬：结束后的结果"
    assert line.ruler.why == "结束后的结果：3 个工作日"
    rules.answer(accepted, by=actor_for(lin), words="已换了时间上门，见到了。", level="summary")
    with pytest.raises(Refused, match="已经重开过一次"):
        loops.unsolved(accepted.loop, by=actor_for(tang), words="还是不行。")


def test_a_no_that_solved_nothing_may_become_a_yes(station, tang, lin, chen):
    referral = make_referral(tang)
    rules.decline(
        referral, by=actor_for(lin), reason="other", words="见过。", alternative="再等等。"
    )
    rules.agree(referral, by=actor_for(chen))
    loops.unsolved(Loop.objects.get(pk=referral.pk), by=actor_for(tang), words="她昨天又跌倒了。")

    rules.accept(referral, by=actor_for(lin))

    referral.refresh_from_db()
    assert (referral.state, referral.result) == ("accepted", Loop.objects.get(kind="case"))
    assert referral.loop.milestones.unmet().count() == 0


def test_before_it_is_decided_it_is_not_answered(station, tang, lin):
    referral = make_referral(tang)
    with pytest.raises(Refused, match="还没有说受不受理"):
        rules.answer(referral, by=actor_for(lin), words=WORDS, level="summary")


def test_it_is_not_answered_twice(accepted, lin):
    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="summary")
    for again in (rules.answer, rules.inform):
        with pytest.raises(Refused, match="已经结束"):
            again(accepted, by=actor_for(lin), words=WORDS, level="summary")


def test_both_are_journalled(accepted, lin):
    rules.inform(accepted, by=actor_for(lin), words="这周上门两次。", level="summary")
    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="summary")

    acts = Entry.objects.filter(verb__in=["referral.inform", "referral.answer"]).order_by("at")
    assert [(e.verb, e.user, e.target) for e in acts] == [
        ("referral.inform", lin.pk, accepted.pk), ("referral.answer", lin.pk, accepted.pk),
    ]  # fmt: skip


def test_strangers_do_not_answer(accepted, zhou, zheng, tang):
    for user, error in ((zhou, Unseen), (zheng, Unseen), (tang, NotAllowed)):
        with pytest.raises(error):
            rules.answer(accepted, by=actor_for(user), words=WORDS, level="summary")


def _last(referral, user):
    echo = heard.heard(Loop.objects.get(pk=referral.pk), by=actor_for(user))[-1]
    return (echo.kind, echo.status, echo.words)


def test_who_served_reads_the_file_three_months_longer_and_on_when_it_is_open_again(
    accepted, tang, lin
):
    def until():
        return list(
            Care.objects.filter(user=lin, cause=accepted.pk).values_list("until", flat=True)
        )

    rules.answer(accepted, by=actor_for(lin), words=WORDS, level="summary")
    after = until()
    loops.unsolved(accepted.loop, by=actor_for(tang), words="她还是不开门。")

    lapse = clock.local(calendar.due(clock.now(), "3m")).date()
    assert (after, until()) == ([lapse], [None])
