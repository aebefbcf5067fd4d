"""记一笔: what is proposed, what is changed, and how it works without the islands."""

from datetime import timedelta

import pytest

from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.cases import make_case
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_person
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.records.models import Record


@pytest.fixture
def written(client, lin, xiang):
    def write(**more):
        client.force_login(lin)
        given = {
            "act": uuid7(),
            "people": [xiang.pk],
            "kind": "visit",
            "length": "45",
            "note": "量了血压。",
        }
        return client.post("/records/new", given | more, headers={"HX-Request": "true"})

    return write


def test_it_may_belong_to_no_matter(written, case):
    assert written(thread="none").status_code == 204
    assert Record.objects.get().thread is None


def test_it_may_belong_to_another_matter_than_the_proposed_one(written, lin, station, case):
    other = make_case(lin, station, make_person("蒲德贵", station))
    written(thread=other.pk)

    assert Record.objects.get().thread_id == other.pk


@pytest.mark.parametrize("thread", ["x", str(uuid7())], ids=["no id", "nobody's id"])
def test_a_matter_that_is_not_there_is_said_so(written, thread):
    answer = written(thread=thread)

    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert "这件事已经结束，或者不归您看。" in answer.content.decode()


def test_the_choices_are_her_own_open_matters_and_what_the_page_asked_for(
    client, lin, station, xiang, case
):
    other = make_case(lin, station, make_person("蒲德贵", station))
    client.force_login(lin)
    at = f"/records/new?person={xiang.pk}&thread={other.pk}"
    page = client.get(at).content.decode()

    assert [f'value="{pk}"' in page for pk in (case.pk, other.pk, "none")] == [True] * 3
    assert f'value="{other.pk}" selected' in page


def test_a_name_typed_without_the_island_comes_back_as_choices(written, lin, station, xiang):
    pu = make_person("蒲德贵", station)
    answer = written(people=[], q="pdg")

    page = answer.content.decode()
    assert (answer.status_code, Record.objects.count()) == (422, 0)
    assert ("写了名字，还没有选。请在下面选一位。" in page, f'value="{pu.pk}"' in page) == (
        True,
        True,
    )


def test_who_was_served_lately_is_offered_first(client, lin, station, xiang):
    for name in ("甲甲", "乙乙"):
        make_record(lin, make_person(name, station))
    client.force_login(lin)
    page = client.get("/records/new").content.decode()

    assert ("甲甲" in page, page.index("乙乙") < page.index("甲甲")) == (True, True)


def test_one_more_comes_after_the_first(written):
    answer = written(again="on", next="/today")

    assert (answer.status_code, answer.headers["HX-Redirect"]) == (
        204,
        "/records/new?next=%2Ftoday",
    )


def test_what_was_planned_is_done_and_presses_no_longer(written, lin, case):
    loops.step(case.loop, by=actor_for(lin), words="陪她去复评", on=clock.today())
    written(done="on")

    loop = Loop.objects.get(pk=case.pk)
    assert (loop.step_on, str(loop.step_words)) == (None, "")
    assert loop.due_at is None


def test_a_deed_beside_the_plan_leaves_the_plan(written, lin, case):
    loops.step(case.loop, by=actor_for(lin), words="陪她去复评", on=clock.today())
    written()

    assert Loop.objects.get(pk=case.pk).step_on == clock.today()


def test_two_deeds_of_one_past_day_do_not_fall_together(written):
    for _ in range(2):
        written(on=clock.today() - timedelta(days=2))

    assert Record.objects.values("on").distinct().count() == 1
    assert Record.objects.values("at").distinct().count() == 2


def test_a_day_is_proposed_for_what_is_owed(client, lin):
    client.force_login(lin)
    page = client.get("/records/new").content.decode()

    assert f'name="owed_on" value="{(clock.today() + timedelta(days=1)).year}' in page
