"""A stage moves only inside the verb that did the work; the committee hears the stage and no more."""

from datetime import date, timedelta
from typing import Any

import pytest

from huiyin.cases import queries, rules
from huiyin.cases.models import Case, Plan, Stage
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.referrals import make_referral
from huiyin.demo.builders.residents import make_household, make_person
from huiyin.loops import heard
from huiyin.loops import rules as loops
from huiyin.referrals import rules as referrals

NARRATIVE = "她说想死，绝不能漏出去"


@pytest.fixture
def asked(chen, tang, station, room):
    """A case opened for a committee that may hear the bare state only."""
    referral = make_referral(tang, "邹桂兰", agreed="status")
    referrals.accept(referral, by=actor_for(chen))
    return Case.objects.get(loop__parent=referral.loop)


def test_intake_assessment_and_plan_bring_it_to_intervention(lin, case):
    by, seen = actor_for(lin), [case.stage]
    rules.intake(case, by=by, problem="夜里睡不好。", risks=["self_harm"])
    seen.append(case.stage)
    rules.assess(case, by=by, personal="独居。", needs="情绪低落。")
    seen.append(case.stage)
    rules.plan(case, by=by, goals="每周下楼三次。", steps="每周上门。", sessions=8)
    seen.append(case.stage)

    assert seen == ["intake", "assessing", "planning", "intervening"]
    papers = queries.papers(case, by)
    assert (papers["intake"]["problem"], papers["assessment"]["needs"], papers["plan"]["goals"]) == (
        "夜里睡不好。", "情绪低落。", "每周下楼三次。",
    )  # fmt: skip
    assert queries.stages(case) == [
        ("接案", "past"), ("预估", "past"), ("计划", "past"), ("介入", "now"), ("结案", ""),
    ]  # fmt: skip


def test_a_plan_is_revised_with_the_old_one_kept(lin, station, xiang):
    case = make_case(lin, station, xiang, stage="intervening")
    rules.plan(case, by=actor_for(lin), goals="每天下楼。", steps="隔天上门。", sessions=12)

    assert list(Plan.objects.order_by("n").values_list("n", "current")) == [(1, False), (2, True)]
    assert (case.stage, queries.papers(case, actor_for(lin))["plan"]["goals"]) == (
        "intervening",
        "每天下楼。",
    )


@pytest.mark.parametrize(
    ("verb", "given", "said"),
    [
        ("assess", {"personal": "甲", "needs": "乙"}, "现在是“接案”，不能写预估"),
        ("plan", {"goals": "甲", "steps": "乙", "sessions": 3}, "现在是“接案”，不能定计划"),
        ("reopen", {}, "现在是“接案”，不能重开"),
    ],
)
def test_no_stage_is_jumped(lin, case, verb, given, said):
    with pytest.raises(Refused, match=said):
        getattr(rules, verb)(case, by=actor_for(lin), **given)


def test_a_minor_has_a_guardian_or_a_reason_why_none(lin, station):
    child = make_person("谭小宇", station, birth_on=clock.today() - timedelta(days=11 * 365))
    granny = make_person("谭奶奶", station)
    make_household(granny, child)
    case, by = make_case(lin, station, child), actor_for(lin)
    with pytest.raises(Refused, match="不满 18 岁"):
        rules.intake(case, by=by, problem="没人管。", risks=[])

    rules.intake(case, by=by, problem="没人管。", risks=["neglect"], guardian=granny)

    assert (case.intake.guardian, case.stage) == (granny, "assessing")


def test_a_reason_why_there_is_no_guardian_is_enough(lin, station):
    child = make_person("谭小宇", station, birth_on=date(clock.today().year - 8, 1, 1))
    case, by = make_case(lin, station, child), actor_for(lin)
    rules.intake(
        case,
        by=by,
        problem="没人管。",
        risks=[],
        decision="short",
        no_guardian_why="父母失联，正在找。",
    )

    assert (case.short, secret.open(case.intake, "no_guardian_why", by=by)) == (
        True,
        "父母失联，正在找。",
    )


def test_the_committee_hears_the_stage_and_no_word_of_the_paper(chen, asked):
    rules.intake(asked, by=actor_for(chen), problem=NARRATIVE, risks=["self_harm"])

    said = heard.heard(asked.loop.parent, by=actor_for(chen))
    assert (said[-1].kind, said[-1].status, said[-1].words) == (
        "stage",
        "服务进到了下一阶段。",
        "现在是“预估”。",
    )
    assert [NARRATIVE in echo.words for echo in said] == [False] * len(said)


def test_closing_owes_the_committee_an_answer_within_five_working_days(chen, asked):
    by = actor_for(chen)
    rules.intake(asked, by=by, problem=NARRATIVE, risks=[])
    rules.close(
        asked, by=by, kind="unwilling", summary=NARRATIVE, shareable="本人不愿继续，已留电话。"
    )

    parent = asked.loop.parent
    parent.refresh_from_db()
    said = heard.heard(parent, by=by)[-1]
    assert (asked.stage, asked.loop.state, parent.state) == ("closed", "answered", "open")
    assert parent.milestones.unmet().filter(code="feedback").count() == 1
    assert (said.kind, said.words) == ("completed", "")  # only the bare state was agreed
    closure = queries.papers(asked, by)["closures"][0]
    assert (closure["summary"], closure["shareable"]) == (NARRATIVE, "本人不愿继续，已留电话。")


def test_the_page_shows_what_the_committee_was_shown_and_no_more(client, chen, asked):
    by = actor_for(chen)
    rules.intake(asked, by=by, problem=NARRATIVE, risks=[])
    rules.close(asked, by=by, kind="reached", summary=NARRATIVE, shareable="情况好转，不再上门。")

    parent = heard.heard(asked.loop.parent, by=by)
    assert queries.told(asked, by) == parent[::-1][: queries.TOLD]
    client.force_login(chen)
    page = client.get(f"/cases/{asked.pk}").content.decode()
    card = page.split("转介人看到的")[1].split("</section>")[0]
    assert ("服务已经结束" in card, "情况好转" in card, NARRATIVE in card) == (True, False, False)


def test_a_case_does_not_close_over_a_promise(lin, case):
    by = actor_for(lin)
    kept = loops.promise(by=by, words="帮她开药", on=clock.today(), parent=case.loop)
    rules.intake(case, by=by, problem="夜里睡不好。", risks=[])
    with pytest.raises(Refused, match="还有 1 件答应的事没有兑现"):
        rules.close(case, by=by, kind="reached", summary="好了。")

    loops.keep(kept, by=by, words="开好了。")
    rules.close(case, by=by, kind="reached", summary="好了。")

    assert case.stage == "closed"


def test_a_closed_case_is_reopened_under_its_number(lin, station, xiang):
    case = make_case(lin, station, xiang, stage="closed")
    number = case.number
    rules.reopen(case, by=actor_for(lin))

    assert (case.number, case.stage, case.loop.state) == (number, "intervening", "open")


def test_it_is_not_reopened_beside_another(lin, station, xiang):
    old = make_case(lin, station, xiang, stage="closed")
    make_case(lin, station, xiang)
    with pytest.raises(Refused, match="另有一个个案在办"):
        rules.reopen(old, by=actor_for(lin))


@pytest.mark.parametrize(
    ("who", "error"),
    [("zheng", Unseen), ("zhou", Unseen), ("tang", NotAllowed), ("shen", NotAllowed)],
)
@pytest.mark.parametrize("verb", ["intake", "close"])
def test_a_stranger_moves_no_stage(request, case, verb, who, error):
    given: Any = {
        "intake": {"problem": "甲", "risks": []},
        "close": {"kind": "reached", "summary": "甲"},
    }[verb]
    with pytest.raises(error):
        getattr(rules, verb)(case, by=actor_for(request.getfixturevalue(who)), **given)
    case.refresh_from_db()
    assert case.stage == Stage.INTAKE
