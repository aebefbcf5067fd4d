"""A wrong deed is corrected with both texts readable, or voided with a reason; nothing is removed."""

import pytest
from django.db import IntegrityError, transaction

from huiyin.access.models import Deputy
from huiyin.audit.models import Entry
from huiyin.core import clock, secret
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.records import make_record
from huiyin.records import queries, rules
from huiyin.records.models import Record


def test_a_correction_keeps_what_stood_before(lin, xiang):
    record = make_record(lin, xiang, minutes=30, note="写错了")
    rules.correct(
        record,
        by=actor_for(lin),
        version=1,
        minutes=45,
        kind="call",
        klass="professional",
        note="改好了",
    )

    by = actor_for(lin)
    [deed] = queries.deeds([record], by=by)
    [(text, before)] = queries.texts(deed, by=by)
    assert (record.version, record.minutes, record.kind) == (2, 45, "call")
    assert secret.open(record, "note", by=by) == "改好了"
    assert (before, text.version, text.said) == ("写错了", 1, f"{record.on} 上门 30 分钟")
    assert list(record.workers.values_list("minutes", flat=True)) == [45]


def test_two_who_correct_at_once_do_not_overwrite_each_other(lin, chen, xiang):
    record = make_record(lin, xiang)
    rules.correct(record, by=actor_for(lin), version=1, note="林改的")

    with pytest.raises(Refused, match="刚被同事改过"):
        rules.correct(record, by=actor_for(chen), version=1, note="陈改的")

    assert secret.open(record, "note", by=actor_for(lin)) == "林改的"


def test_a_void_deed_stays_readable_and_counts_nowhere(lin, xiang):
    record = make_record(lin, xiang)
    rules.void(record, by=actor_for(lin), why="记到别人名下了")

    by = actor_for(lin)
    assert (record.state, record.void_why) == ("void", "记到别人名下了")
    assert list(queries.today(by)) == []
    assert [r.pk for r in queries.of_person(xiang, by)] == [record.pk]


def test_a_void_deed_is_neither_corrected_nor_voided_again(lin, xiang):
    record = make_record(lin, xiang)
    rules.void(record, by=actor_for(lin), why="记重了")

    with pytest.raises(Refused, match="已经作废"):
        rules.correct(record, by=actor_for(lin), version=1, note="再改")
    with pytest.raises(Refused, match="现在是“作废”，不能作废"):
        rules.void(record, by=actor_for(lin), why="再作废")


def test_only_who_did_it_her_deputy_or_the_lead_changes_it(lin, mei, station, xiang):
    record = make_record(lin, xiang, helpers=[mei])
    alone = make_record(lin, xiang)

    rules.correct(record, by=actor_for(mei), version=1, note="梅改的")
    with pytest.raises(Refused, match="这条是林晓记的"):
        rules.correct(alone, by=actor_for(mei), version=1, note="梅改的")
    with pytest.raises(Refused, match="请她本人或站长来改"):
        rules.void(alone, by=actor_for(mei), why="看错了")
    today = clock.today()
    Deputy.objects.create(user=lin.seat, deputy=mei.seat, unit=station, since=today, until=today)
    rules.void(alone, by=actor_for(mei), why="林说记重了")
    assert (record.version, alone.state) == (2, "void")


def test_a_deed_for_somebody_does_not_turn_into_one_among_ourselves(lin, xiang):
    record = make_record(lin, xiang)
    with pytest.raises(Refused, match="内部的事不服务居民"):
        rules.correct(record, by=actor_for(lin), version=1, klass="internal", note="改")
    record.refresh_from_db()
    assert (record.klass, record.version) == ("professional", 1)


def test_the_table_itself_wants_a_reason(lin, xiang):
    record = make_record(lin, xiang)
    with pytest.raises(IntegrityError), transaction.atomic():
        Record.objects.filter(pk=record.pk).update(state="void")


def test_both_are_journalled(lin, xiang):
    record = make_record(lin, xiang)
    rules.correct(record, by=actor_for(lin), version=1, note="改好了")
    rules.void(record, by=actor_for(lin), why="记重了")

    verbs = Entry.objects.filter(target=record.pk).order_by("id").values_list("verb", flat=True)
    assert list(verbs) == ["record.write", "record.correct", "record.void"]


@pytest.mark.parametrize(
    ("who", "error"), [("zheng", Unseen), ("zhou", Unseen), ("tang", NotAllowed)]
)
def test_a_stranger_neither_corrects_nor_voids(request, lin, xiang, who, error):
    record, by = make_record(lin, xiang), actor_for(request.getfixturevalue(who))
    with pytest.raises(error):
        rules.correct(record, by=by, version=1, note="改")
    with pytest.raises(error):
        rules.void(record, by=by, why="作废")
