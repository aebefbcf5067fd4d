"""The door: who may, what she sees, the row as it is now, one transaction, one line, the same act once."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from django.db import transaction

from huiyin.access.models import Organisation, Unit, User
from huiyin.audit.models import Entry, Outcome
from huiyin.audit.rule import DOORS, rule
from huiyin.core.actor import Actor
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make


@dataclass
class Wrapped:
    rows: tuple[Any, ...]


@rule("test.rename", needs="organisation.edit")
def rename(row: Organisation, *, by: Actor, name: str, beside=None) -> Organisation:
    if name == "不行":
        raise Refused("这个名字不行。")
    row.name = name
    row.save()
    return row


@rule("test.found", needs="organisation.open")
def found(*, by: Actor, name: str) -> Organisation:
    return Organisation.objects.create(kind="other", name=name)


@rule("test.both", needs="organisation.edit")
def both(row: Organisation, *, by: Actor, name: str) -> Organisation:
    rename(row, by=by, name=name)
    _within(row, by=by)
    return found(by=by, name=name + "二部")


@rule("test.within", inner=True)
def _within(row: Organisation, *, by: Actor) -> None:
    assert by.inside is not None
    assert by.inside[0] == "test.within"


@rule("test.count", needs="organisation.edit")
def many(*, by: Actor, names: list[str]) -> list[Organisation]:
    return [Organisation.objects.create(kind="other", name=name) for name in names]


@rule("test.person", needs="account.open")
def person(user: User, *, by: Actor, name: str) -> User:
    user.name, user.pinyin, user.phone = name, "", "13800002607"
    user.save()
    return user


@pytest.fixture
def by(gao) -> Actor:
    return make.actor_for(gao)


def lines() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("id").values_list("verb", "outcome"))


def test_a_verb_changes_its_row_and_writes_one_line(by, committee):
    act = uuid7()

    assert rename(committee, by=by, act=act, name="新名").name == "新名"

    line = Entry.objects.get()
    assert (line.verb, line.act, line.user, line.post, line.chain) == (
        "test.rename", act, by.user, by.post, "500108",
    )  # fmt: skip
    assert (line.target_table, line.target) == ("access_organisation", committee.pk)
    assert line.changes == {"name": ["石溪社区居委会", "新名"]}
    assert line.answer == f"access_organisation:{committee.pk}"


def test_who_lacks_the_right_is_stopped_before_anything(committee, lin):
    with pytest.raises(NotAllowed) as no:
        rename(committee, by=make.actor_for(lin), name="新名")

    assert no.value.capability == "organisation.edit"
    assert lines() == []


def test_a_row_that_is_not_seen_is_not_acted_upon(lin, gao):
    blind = make.actor_for(lin)
    may = Actor(user=lin.pk, can=blind.can | {"account.open"}, rows="reach", reach=("500105",))

    with pytest.raises(Unseen):
        person(gao, by=may, name="x")
    gao.refresh_from_db()
    assert gao.name == "高工"


@pytest.mark.parametrize(
    "wrap", [lambda u: u, lambda u: [u], lambda u: {"a": (u,)}, lambda u: Wrapped((u,))]
)
def test_a_row_that_is_not_seen_is_not_given_either_however_wrapped(by, committee, lin, wrap):
    blind = Actor(user=by.user, can=frozenset({"organisation.edit"}), rows="none")

    with pytest.raises(Unseen):
        rename(committee, by=blind, name="新名", beside=wrap(lin))


def test_a_row_that_is_not_saved_yet_may_be_given(by, committee):
    rename(committee, by=by, name="新名", beside=Organisation(name="x"))


def test_the_row_is_read_again_before_it_is_changed(by, committee):
    stale = Organisation.objects.get(pk=committee.pk)
    Organisation.objects.filter(pk=committee.pk).update(credit_code="91")

    rename(stale, by=by, name="新名")

    committee.refresh_from_db()
    assert (committee.name, committee.credit_code) == ("新名", "91")


def test_a_row_that_is_gone_is_not_seen(by, committee):
    Organisation.objects.filter(pk=committee.pk).delete()

    with pytest.raises(Unseen):
        rename(committee, by=by, name="新名")


def test_a_refusal_leaves_neither_change_nor_line(by, committee):
    with pytest.raises(Refused):
        both(committee, by=by, name="不行")

    committee.refresh_from_db()
    assert (committee.name, lines()) == ("石溪社区居委会", [])


def test_verbs_within_a_verb_are_lines_within_its_line_outermost_first(by, committee):
    act = uuid7()

    both(committee, by=by, act=act, name="新名")

    rows = list(Entry.objects.order_by("id"))
    assert [row.verb for row in rows] == ["test.both", "test.rename", "test.within", "test.found"]
    assert [row.within for row in rows] == [None, act, act, act]


def test_a_refusal_within_rolls_the_whole_back(by, committee, monkeypatch):
    def break_(*, by, name):
        raise Refused("里面不行。")

    monkeypatch.setattr(f"{__name__}.found", break_)
    with pytest.raises(Refused, match="里面不行"):
        both(committee, by=by, name="新名")

    committee.refresh_from_db()
    assert (committee.name, lines()) == ("石溪社区居委会", [])


def test_an_inner_rule_is_called_by_rules_only(by, committee):
    with pytest.raises(RuntimeError, match=r"test\.within is an inner rule"):
        _within(committee, by=by)


def test_an_inner_rule_asks_for_no_right_of_its_own(by, committee):
    assert "test.within" not in by.can
    both(committee, by=by, name="新名")


def test_the_same_act_answers_the_same_and_does_nothing_more(by, committee):
    act = uuid7()

    first = both(committee, by=by, act=act, name="新名")
    rename(committee, by=by, name="又一个名")
    again = both(committee, by=by, act=act, name="新名")

    assert first == again
    committee.refresh_from_db()
    assert committee.name == "又一个名"
    assert Entry.objects.filter(act=act).count() == 1


def test_a_verb_about_a_code_answers_the_same_too(by, lin):
    make.make_area("500108008", "涂山镇")
    open_unit, act = DOORS["unit.open"], uuid7()
    told = {"code": "500108008A", "name": "涂山镇社工站", "receiver": lin}

    assert open_unit(by=by, act=act, **told) == open_unit(by=by, act=act, **told)
    assert Unit.objects.filter(code="500108008A").count() == 1


def test_a_verb_that_answers_nothing_answers_nothing_again(by, committee):
    act = uuid7()
    names = ["一", "二"]

    assert len(many(by=by, act=act, names=names)) == 2
    assert many(by=by, act=act, names=names) is None
    assert Entry.objects.get(act=act).n == 2


def test_an_act_is_not_used_for_anything_else(by, committee, other_committee):
    act = uuid7()
    rename(committee, by=by, act=act, name="新名")

    for attempt in (
        lambda: rename(committee, by=by, act=act, name="别的名"),
        lambda: rename(other_committee, by=by, act=act, name="新名"),
        lambda: found(by=by, act=act, name="新名"),
    ):
        with pytest.raises(Refused, match="这个编号已经用来记了另一件事"):
            attempt()


def test_an_act_of_another_person_or_post_is_not_answered(by, committee):
    act = uuid7()
    rename(committee, by=by, act=act, name="新名")

    for other in ({"user": uuid7()}, {"post": uuid7()}):
        someone = Actor(
            **{"user": by.user, "post": by.post, "chain": by.chain, "can": by.can, **other}
        )
        with pytest.raises(Refused, match="另一件事"):
            rename(committee, by=someone, act=act, name="新名")


def test_what_is_closed_stands_in_the_journal_as_three_stars(by, lin):
    person(lin, by=by, name="林小小")

    assert Entry.objects.get().changes == {
        "name": ["***", "***"],
        "pinyin": ["***", None],
        "phone": [None, "***"],
    }


def test_the_digest_of_the_arguments_cannot_be_guessed(by, committee, settings):
    rename(committee, by=by, act=UUID(int=1), name="新名")
    rename(committee, by=by, act=UUID(int=2), name="新名")
    one, two = Entry.objects.order_by("act").values_list("args", flat=True)

    assert one == two
    assert len(one) == 64
    assert "新名" not in one


def test_a_denial_is_a_line_after_everything_was_rolled_back(client, lin):
    client.force_login(lin)
    with transaction.atomic():
        assert client.get("/accounts").status_code == 403

    line = Entry.objects.get()
    assert (line.verb, line.outcome, line.user) == ("account.view", Outcome.DENIED, lin.pk)


def test_a_stranger_at_the_door_is_no_line(client, db):
    assert client.get("/accounts").status_code == 302
    assert lines() == []


def test_a_job_is_named_like_anyone_else(by, committee):
    system = Actor.system("夜里的活", chain="500108", can=frozenset({"organisation.edit"}))

    rename(committee, by=system, name="新名")

    line = Entry.objects.get()
    assert (line.user, line.label, line.chain) == (None, "夜里的活", "500108")
