"""The lead edits what her station can and cannot do; what was written before stays readable."""

from datetime import date

import pytest
import time_machine

from huiyin.audit.models import Entry
from huiyin.contracts import queries, rules
from huiyin.contracts.models import BoundaryRule
from huiyin.core.errors import NotAllowed, Refused
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.contracts import make_matter

WORDS = {
    "verdict": "cannot",
    "wording": "请找街道就业所",
    "why": "本站今年没有就业项目。",
    "how": "",
    "limits": "包岗位。",
    "addressee": "街道就业所",
    "basis": "2026 年服务合同第 3 条",
    "agreed_by": "街道民政办",
}


@pytest.fixture
def jobs(db):
    return make_matter("jobs")


@time_machine.travel("2026-01-16 10:00+08:00")
def test_a_lead_writes_her_stations_own_row_and_the_houses_row_stays(jobs, chen, zhao):
    own = rules.edit(jobs, by=actor_for(chen), **WORDS)

    jobs.refresh_from_db()
    assert (jobs.until, jobs.verdict) == (None, "assist")
    said = {
        name: getattr(own, name) for name in (*WORDS, "unit", "matter", "name", "since", "until")
    }
    assert said == {
        **WORDS, "unit": "500108006A", "matter": "jobs", "name": "劳动就业",
        "since": date(2026, 1, 16), "until": None,
    }  # fmt: skip
    assert _verdict_at("500108006A", chen) == "cannot"
    assert _verdict_at("500108007A", zhao) == "assist"


def test_editing_again_ends_the_row_before_and_keeps_it(jobs, chen):
    with time_machine.travel("2026-01-16 10:00+08:00"):
        first = rules.edit(jobs, by=actor_for(chen), **WORDS)
    with time_machine.travel("2026-02-10 10:00+08:00"):
        second = rules.edit(first, by=actor_for(chen), **{**WORDS, "verdict": "assist"})

    first.refresh_from_db()
    assert (first.verdict, first.until) == ("cannot", date(2026, 2, 10))
    assert queries.history(second, actor_for(chen)) == [second, first, jobs]
    assert _verdict_at("500108006A", chen) == "assist"


def test_the_edit_is_journalled(jobs, chen):
    rules.edit(jobs, by=actor_for(chen), **WORDS)

    entry = Entry.objects.get(verb="boundary.edit")
    assert (entry.user, entry.target_table, entry.target) == (
        chen.pk,
        "contracts_boundaryrule",
        jobs.pk,
    )


def test_a_row_that_has_ended_is_not_edited_again(jobs, chen):
    first = rules.edit(jobs, by=actor_for(chen), **WORDS)
    rules.edit(first, by=actor_for(chen), **{**WORDS, "verdict": "can"})

    with pytest.raises(Refused, match="更新的写法"):
        rules.edit(first, by=actor_for(chen), **WORDS)


def test_an_old_page_does_not_make_a_second_row_for_the_same_station(jobs, chen):
    rules.edit(jobs, by=actor_for(chen), **WORDS)

    with pytest.raises(Refused, match="本站已经有"):
        rules.edit(jobs, by=actor_for(chen), **WORDS)


def test_a_sister_station_cannot_edit_this_stations_row(jobs, chen, zhao):
    own = rules.edit(jobs, by=actor_for(chen), **WORDS)

    with pytest.raises(Refused, match="别的站"):
        rules.edit(own, by=actor_for(zhao), **WORDS)


def test_a_no_must_say_whom_to_ask(jobs, chen):
    with pytest.raises(Refused, match="该找谁"):
        rules.edit(jobs, by=actor_for(chen), **{**WORDS, "addressee": ""})


def test_the_same_act_edits_once(jobs, chen):
    act = jobs.pk
    rules.edit(jobs, by=actor_for(chen), act=act, **WORDS)
    rules.edit(jobs, by=actor_for(chen), act=act, **WORDS)

    assert BoundaryRule.objects.filter(matter="jobs").count() == 2


def test_a_worker_may_not_edit_by_rule(jobs, lin):
    with pytest.raises(NotAllowed):
        rules.edit(jobs, by=actor_for(lin), **WORDS)


@pytest.mark.parametrize(
    ("who", "status"),
    [("chen", 302), ("zhao", 302), ("lin", 403), ("he", 403), ("zhou", 403), ("tang", 403), ("wu", 403),
     ("gao", 403), ("an", 403), ("shen", 403)],
)  # fmt: skip
def test_who_may_edit(client, cast, jobs, who, status):
    client.force_login(getattr(cast, who))

    response = client.post(f"/boundary/{jobs.pk}/edit", {**WORDS, "act": jobs.pk})

    assert response.status_code == status


def test_a_no_without_an_addressee_is_said_at_the_field(client, jobs, chen):
    client.force_login(chen)

    response = client.post(f"/boundary/{jobs.pk}/edit", {**WORDS, "addressee": "", "act": jobs.pk})

    assert response.status_code == 422
    assert response.context["form"].errors == {"addressee": ["不能转的事，请写明该找谁。"]}
    assert BoundaryRule.objects.filter(matter="jobs").count() == 1


def _verdict_at(station, user):
    rows = queries.boundary(actor_for(user), station=station)
    return next(row.verdict for row in rows if row.matter == "jobs")
