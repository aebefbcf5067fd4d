"""What is done to the journal behind the doors' back is found, and named."""

import random
from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from huiyin.access.rules import units
from huiyin.audit import ink, journal, tally
from huiyin.audit.models import Entry, Seal
from huiyin.core import clock
from huiyin.demo.builders import access as make

N = 40


@pytest.fixture
def book(gao, committee, heads):
    """Forty lines in four seals, and five young ones nobody has sealed yet."""
    by = make.actor_for(gao)
    with time_machine.travel(clock.now(), tick=False) as now:
        for n in range(N + 5):
            units.edit_organisation(committee, by=by, name=f"名字{n}")
            if n < N and n % 10 == 9:
                now.shift(timedelta(seconds=61))
                assert journal.seal() == 10
        yield list(Entry.objects.order_by("id"))


def sql(text: str, *values) -> None:
    """Behind the doors' back; UUIDs are written as the engine keeps them."""
    kept = [v.hex if connection.vendor == "sqlite" and hasattr(v, "hex") else v for v in values]
    with connection.cursor() as cursor:
        cursor.execute(text, kept)


def wrong() -> list[str]:
    return list(journal.verify())


def test_an_untouched_journal_is_whole(book, heads):
    assert wrong() == []
    assert len(heads.read_text().splitlines()) == 4
    assert Entry.objects.unsealed().count() == 5


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "edit",
    [
        "update audit_entry set verb = 'organisation.open' where id = %s",
        "update audit_entry set outcome = 'denied' where id = %s",
        "update audit_entry set label = 'somebody' where id = %s",
        "update audit_entry set changes = '{}' where id = %s",
        "update audit_entry set at = '2020-01-01 00:00:00' where id = %s",
        "update audit_entry set chain = '500105' where id = %s",
    ],
)
def test_an_edit_is_named(book, seed, edit):
    one = random.Random(seed).choice(book)  # noqa: S311
    sql(edit, one.pk)

    assert str(one.pk) in wrong()[0]


@pytest.mark.parametrize("seed", range(5))
def test_an_edit_with_a_digest_made_without_the_key_is_named(book, seed):
    one = random.Random(seed).choice(book)  # noqa: S311
    sql("update audit_entry set verb = 'x', digest = %s where id = %s", "0" * 64, one.pk)

    assert wrong()[0].endswith(f"日志 {one.pk} 被改动。")


@pytest.mark.parametrize("seed", range(5))
def test_an_edit_by_who_has_the_key_of_the_digest_is_named_once_it_is_sealed(book, seed):
    one = random.Random(seed).choice(book[:N])  # noqa: S311
    one.verb = "x"
    sql("update audit_entry set verb = 'x', digest = %s where id = %s", ink.digest(one), one.pk)

    assert wrong()[0].endswith(f"日志 {one.pk} 被改动。")


@pytest.mark.parametrize("seed", range(5))
def test_a_deletion_is_named(book, seed):
    one = random.Random(seed).choice(book[:N])  # noqa: S311
    sql("delete from audit_entry where id = %s", one.pk)

    assert wrong() == [f"链 500108：日志 {one.pk} 被删除。"]


@pytest.mark.parametrize("sealed", [True, False])
def test_an_insertion_is_named(book, sealed):
    one = book[7]
    one.pk, one.act, one.sealed, one._state.adding = one.act, one.pk, sealed, True
    one.save(force_insert=True)

    assert wrong()[0] in {
        f"链 500108：日志 {one.pk} 是事后插入的。",
        f"链 500108：日志 {one.pk} 被改动。",
    }


def test_an_insertion_into_a_chain_that_never_was_is_named(book):
    one = book[7]
    one.pk, one.act, one.chain, one._state.adding = one.act, one.pk, "500105", True
    one.save(force_insert=True)

    assert len(wrong()) == 1


@pytest.mark.parametrize("seed", range(5))
def test_two_lines_that_changed_places_are_named(book, seed):
    one, two = sorted(random.Random(seed).sample(book[:N], 2), key=lambda e: e.pk)  # noqa: S311
    spare = Entry().pk
    for new, old in ((spare, one.pk), (one.pk, two.pk), (two.pk, spare)):
        sql("update audit_entry set id = %s where id = %s", new, old)

    assert str(one.pk) in wrong()[0]
    assert str(two.pk) in wrong()[1]


def test_two_seals_that_changed_places_are_named(book):
    sql("update audit_seal set seq = 99 where seq = 2")
    sql("update audit_seal set seq = 2 where seq = 3")
    sql("update audit_seal set seq = 3 where seq = 99")

    assert wrong()[0] == "链 500108 的第 2 个封存对不上（被改、被删或换了位置）。"


def test_a_seal_that_is_missing_is_named(book):
    sql("delete from audit_seal where seq = 2")

    assert wrong()[0].startswith("链 500108 的第 2 个封存对不上")


def cut_tail(book) -> None:
    """The last ten lines and their seal, the young ones too: inside the database all fits together."""
    for one in book[N - 10 :]:
        sql("delete from audit_entry where id = %s", one.pk)
    sql("delete from audit_seal where seq = 4")


def test_a_tail_cut_together_with_its_seals_is_named(book):
    cut_tail(book)

    assert wrong() == ["链 500108 的尾部被截断：库外留存 4 个封存，库里只有 3 个。"]


def test_a_tail_that_was_cut_and_has_grown_again_is_named(book, gao, committee):
    cut_tail(book)
    with time_machine.travel(clock.now() + timedelta(hours=1), tick=False) as now:
        for n in range(3):
            units.edit_organisation(committee, by=make.actor_for(gao), name=f"后来{n}")
            now.shift(timedelta(seconds=61))
            journal.seal()

    assert wrong() == ["链 500108 的第 4 个封存和库外留存的不一致。"]


def test_a_whole_chain_that_was_cut_is_named(book):
    sql("delete from audit_entry")
    sql("delete from audit_seal")

    assert wrong() == ["链 500108 的尾部被截断：库外留存 4 个封存，库里只有 0 个。"]


def test_seals_made_anew_after_an_edit_do_not_fit_what_is_kept_outside(book):
    sql("delete from audit_seal")
    sql("update audit_entry set sealed = %s", False)
    with time_machine.travel(clock.now() + timedelta(hours=1)):
        journal.seal()

    assert wrong()[0] == "链 500108 的第 1 个封存和库外留存的不一致。"


def test_a_file_that_was_lost_is_named(book, heads):
    heads.unlink()

    assert wrong() == ["链 500108 的第 2 个封存和库外留存的不一致。"]


def test_a_head_that_was_lost_with_the_power_is_made_up_for(book, heads):
    *kept, last = heads.read_text().splitlines(keepends=True)
    heads.write_text("".join(kept) + last[:30])  # half a line, then darkness
    assert wrong() == []

    journal.seal()

    assert heads.read_text().splitlines()[-1] == last.strip()
    assert wrong() == []


def test_a_line_is_sealed_a_minute_after_it_was_written_and_once(book):
    with time_machine.travel(clock.now(), tick=False) as now:
        assert journal.seal() == 0
        now.shift(timedelta(seconds=61))
        assert [journal.seal(), journal.seal()] == [5, 0]
    assert wrong() == []


def test_districts_have_chains_of_their_own(book, heads, committee, zhou):
    system = make.actor_for(zhou)
    assert system.chain == "500105"
    client_row = Entry(verb="x", act=Entry().pk, label="x", chain="500105", args="")
    client_row.digest = ink.digest(client_row)
    client_row.save()
    with time_machine.travel(clock.now() + timedelta(minutes=2)):
        journal.seal()

    assert min(Seal.objects.values_list("chain", "seq")) == ("500105", 1)
    assert wrong() == []


def test_the_command_and_the_page_tell_it(book, client, shen, capsys):
    call_command("verify_journal")
    assert "日志完好，共 45 条。" in capsys.readouterr().out
    client.force_login(shen)
    assert "日志完好，共 45 条" in client.get("/verification").content.decode()

    sql("delete from audit_entry where id = %s", book[3].pk)

    with pytest.raises(CommandError, match=str(book[3].pk)):
        call_command("verify_journal")
    assert str(book[3].pk) in client.get("/verification").content.decode()
    assert tally.checked().seals == 4
