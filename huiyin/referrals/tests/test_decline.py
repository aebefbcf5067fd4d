"""A no is an answer too: proposed in words with a way on, agreed by the lead, and only then said."""

import pytest

from huiyin.audit.models import Entry
from huiyin.core import secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.referrals import make_referral
from huiyin.loops import heard
from huiyin.loops.models import Approval, Loop
from huiyin.notices.models import Message
from huiyin.referrals import rules
from huiyin.referrals.models import Referral

pytestmark = pytest.mark.django_db
NO = {
    "reason": "outside",
    "words": "楼上楼下为出租屋漏水争了三年，房东不肯修。",
    "alternative": "街道平安办姚科员，本周内会联系您。",
}


@pytest.fixture
def referral(station, tang) -> Referral:
    return make_referral(tang, "牟建平", agreed="summary")


@pytest.fixture
def proposed(referral, lin) -> Referral:
    rules.decline(referral, by=actor_for(lin), **NO)
    return Referral.objects.get(pk=referral.pk)


def test_the_lead_owes_the_decision_in_her_day(proposed, chen, lin):
    approval = Approval.objects.get()
    owed = approval.loop
    assert (approval.what, approval.target, approval.decision) == (
        "referral.decline",
        proposed.pk,
        "",
    )
    assert (owed.kind, owed.owner, owed.parent, owed.asker_user, owed.state) == (
        "approval", chen, proposed.loop, lin, "open",
    )  # fmt: skip
    assert (proposed.state, proposed.reason) == ("declining", "outside")


def test_until_she_agrees_the_committee_hears_nothing(proposed, referral, tang, committee):
    assert [e.kind for e in heard.heard(referral.loop, by=actor_for(tang))] == ["received"]
    assert Message.objects.filter(to_org=committee).count() == 1


def test_when_she_agrees_the_committee_reads_why_and_where_to_go(proposed, chen, tang):
    rules.agree(proposed, by=actor_for(chen), words="同意。")

    proposed.refresh_from_db()
    assert (proposed.state, proposed.loop.state, proposed.loop.answer.kind) == (
        "declined", "answered", "declined",
    )  # fmt: skip
    last = heard.heard(proposed.loop, by=actor_for(tang))[-1]
    assert (last.status, last.words) == (
        "这件事社工站不能受理。",
        "原因：不属于社工站的职责。楼上楼下为出租屋漏水争了三年，房东不肯修。"
        "可以这样办：街道平安办姚科员，本周内会联系您。",
    )
    assert Approval.objects.get().decision == "agreed"
    assert Loop.objects.filter(state="open").count() == 0


def test_where_only_the_state_may_go_back_the_workers_words_stay(station, tang, lin, chen):
    referral = make_referral(tang, agreed="status")
    rules.decline(referral, by=actor_for(lin), **NO)

    rules.agree(referral, by=actor_for(chen))

    last = heard.heard(referral.loop, by=actor_for(tang))[-1]
    assert last.words == "原因：不属于社工站的职责。可以这样办：街道平安办姚科员，本周内会联系您。"


def test_when_she_objects_it_is_the_workers_again_and_the_committee_never_knew(
    proposed, chen, lin, tang
):
    rules.object_(proposed, by=actor_for(chen), words="先上门看一次再说。")

    proposed.refresh_from_db()
    assert (proposed.state, proposed.reason, proposed.loop.state) == ("sent", "", "open")
    assert Approval.objects.get().decision == "objected"
    told = Message.objects.filter(to_user=lin).latest("at")
    words = secret.open(told, "words", by=actor_for(lin))
    assert words == "牟建平：已答复。站长不同意不受理。先上门看一次再说。"
    assert [e.kind for e in heard.heard(proposed.loop, by=actor_for(tang))] == ["received"]


def test_after_an_objection_it_may_be_proposed_again(proposed, chen, lin):
    rules.object_(proposed, by=actor_for(chen), words="先上门。")

    rules.decline(proposed, by=actor_for(lin), **NO)

    assert Approval.objects.filter(decision="").count() == 1


def test_all_three_are_journalled(referral, lin, chen):
    rules.decline(referral, by=actor_for(lin), **NO)
    rules.object_(referral, by=actor_for(chen), words="先上门。")
    rules.decline(referral, by=actor_for(lin), **NO)
    rules.agree(referral, by=actor_for(chen))

    acts = Entry.objects.filter(within__isnull=True, target=referral.pk).order_by("at")
    assert [(e.verb, e.user) for e in acts][1:] == [
        ("referral.decline", lin.pk), ("referral.object", chen.pk),
        ("referral.decline", lin.pk), ("referral.agree", chen.pk),
    ]  # fmt: skip


@pytest.mark.parametrize("missing", ["words", "alternative"])
def test_a_no_without_words_or_without_a_way_on_is_refused(referral, lin, missing):
    with pytest.raises(Refused, match="给转介人一条路"):
        rules.decline(referral, by=actor_for(lin), **{**NO, missing: " "})


def test_it_is_not_proposed_twice(proposed, lin):
    with pytest.raises(Refused, match="不能提出不受理"):
        rules.decline(proposed, by=actor_for(lin), **NO)


def test_there_is_nothing_to_agree_to_before_it_is_proposed(referral, chen):
    with pytest.raises(Refused, match="不能同意不受理"):
        rules.agree(referral, by=actor_for(chen))
    with pytest.raises(Refused, match="不能退回重新考虑"):
        rules.object_(referral, by=actor_for(chen), words="…")


def test_only_the_lead_of_this_station_decides(proposed, lin, zhao, zhou, tang):
    for user, error in ((lin, NotAllowed), (tang, NotAllowed), (zhao, Unseen), (zhou, NotAllowed)):
        with pytest.raises(error):
            rules.agree(proposed, by=actor_for(user))
