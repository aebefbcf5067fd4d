"""Somebody who holds the database changes the journal in SQL. (trust.md R15)

Five kinds of change, at random rows, in journals of random length: each is named by `verify_journal`, down to
the line where there is one. The untouched journal is silent.
"""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from huiyin.access.rules import units
from huiyin.audit import ink, journal
from huiyin.audit.models import Entry, Seal
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make

pytestmark = [pytest.mark.fault, pytest.mark.django_db]
EDITS = {
    "verb": "case.close",
    "label": "lead@500108006A",
    "outcome": "denied",
    "answer": "loops_loop:0",
    "n": 7,
    "chain": "500105",
    "args": "0" * 64,
    "digest": "0" * 64,
}


@pytest.fixture
def book(gao, committee, settings, tmp_path, chance):
    """A journal of up to ninety lines in up to nine seals of uneven length; young lines at its end."""
    settings.HUIYIN_JOURNAL_HEADS = tmp_path / "heads"
    by = make.actor_for(gao)
    with time_machine.travel(clock.now(), tick=False) as now:
        for _ in range(chance.randint(3, 9)):
            for _ in range(chance.randint(2, 10)):
                units.edit_organisation(committee, by=by, name=f"名字{chance.random()}")
            now.shift(timedelta(seconds=chance.randint(61, 86_400)))
            assert journal.seal() > 1
        units.edit_organisation(committee, by=by, name="刚刚")
        yield list(Entry.objects.filter(sealed=True).order_by("id"))


def sql(text, *values):
    """Behind the doors' back; UUIDs are written as the engine keeps them."""
    kept = [v.hex if connection.vendor == "sqlite" and hasattr(v, "hex") else v for v in values]
    with connection.cursor() as cursor:
        cursor.execute(text, kept)


def edit(book, chance):
    """One field of one line."""
    one, field = chance.choice(book), chance.choice(list(EDITS))
    sql(f"update audit_entry set {field} = %s where id = %s", EDITS[field], one.pk)  # noqa: S608
    return f"{one.pk} 被改动"


def delete(book, chance):
    one = chance.choice(book)
    sql("delete from audit_entry where id = %s", one.pk)
    return f"{one.pk} 被删除"


def insert(book, chance):
    """A copy of a true line, digest and all, among the sealed."""
    one = chance.choice(book)
    one.pk, one.act, one._state.adding = uuid7(), uuid7(), True
    one.save(force_insert=True)
    return f"{one.pk} 是事后插入的"


def swap(book, chance):
    """Two lines change places in the order."""
    one, two = chance.sample(book, 2)
    spare = uuid7()
    for new, old in ((spare, one.pk), (one.pk, two.pk), (two.pk, spare)):
        sql("update audit_entry set id = %s where id = %s", new, old)
    return f"{one.pk} 被改动"


def cut(book, chance):
    """The last seals with all their lines, and the young ones: inside the database all fits together."""
    last = Seal.objects.count()
    gone = chance.randint(1, last - 1)
    for seal in Seal.objects.order_by("-seq")[:gone]:
        Entry.objects.filter(pk__in=seal.ids).delete()
        seal.delete()
    Entry.objects.filter(sealed=False).delete()
    return f"尾部被截断：库外留存 {last} 个封存，库里只有 {last - gone} 个"


KINDS = {"edited": edit, "deleted": delete, "inserted": insert, "swapped": swap, "cut": cut}
TAKE = 40  # of each kind at full scale


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_named(book, kind, chance, times, say):
    for _ in range(times(TAKE)):
        with Undone():
            words = KINDS[kind](list(Entry.objects.filter(sealed=True).order_by("id")), chance)
            found = list(journal.verify())
            assert any(words in line for line in found), (words, found)
        assert list(journal.verify()) == []  # the control, each time: nothing is named for nothing
    say(f"journal, {kind}: {times(TAKE)} of {times(TAKE)} named in {len(book)} lines")


class Undone:
    """What is done within is taken back, so that the next change meets a true journal."""

    def __enter__(self):
        self.mark = connection.savepoint()

    def __exit__(self, *_):
        connection.savepoint_rollback(str(self.mark))


@pytest.mark.parametrize("kind", KINDS)
def test_the_control_without_seals_heads_and_key_nothing_is_seen(book, kind, chance, monkeypatch):
    KINDS[kind](book, chance)
    assert list(journal.verify()) != []

    Seal.objects.all().delete()
    Entry.objects.update(sealed=False)
    monkeypatch.setattr(journal, "_outside", lambda *_: {})
    monkeypatch.setattr(ink, "digest", lambda entry: entry.digest)

    assert list(journal.verify()) == []
