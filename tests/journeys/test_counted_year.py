"""What 2025 adds up to in the demonstration, recounted from the rows in plain SQL (seeds/004)."""

import sqlite3
from pathlib import Path

import pytest

pytestmark = pytest.mark.journey
VIEWS = """
    create temp view deeds as
        select * from records_record
        where state = 'kept' and "on" between '2025-01-01' and '2025-12-31' and unit like '500108006A%';
    create temp view casework as
        select d.*, p.person_id from records_recordperson p
        join deeds d on d.id = p.record_id
        join loops_loop l on l.id = p.thread_id
        where l.kind = 'case' and p.part = 'served';
    create temp view answers as
        select m.* from loops_milestone m join loops_loop l on l.id = m.loop_id
        where m.code = 'answer' and l.kind = 'referral' and m.due_at like '2025-%' and m.unit like '500108006A%';
"""


@pytest.fixture(scope="module")
def ask(seeded: Path):
    rows = sqlite3.connect(seeded / "huiyin.sqlite3")
    rows.executescript(VIEWS)
    yield lambda sql: rows.execute(sql).fetchall()
    rows.close()


def test_213_people_were_served_1202_times_in_casework(ask):
    assert ask("select count(distinct person_id), count(*) from casework") == [(213, 1202)]


def test_they_lived_in_all_nine_communities_and_were_served_in_every_month_by_eleven_people(ask):
    people = ask(
        "select count(distinct person_id) n from casework group by community_id order by n desc"
    )
    months = ask("""select count(distinct strftime('%m', "on")) from casework""")
    workers = ask("select count(distinct entered_by_id) from casework")

    assert [n for (n,) in people] == [38, 33, 29, 27, 24, 22, 19, 17, 4]
    assert (months, workers) == ([(12,)], [(11,)])


def test_what_counts_nowhere_is_there_too(ask):
    void = ask(
        """select count(*) from records_record where state = 'void' and "on" like '2025-%'"""
    )
    elsewhere = ask(
        """select count(*) from records_record where unit like '500105%' and "on" like '2025-%'"""
    )
    assert (void, elsewhere) == ([(5,)], [(6,)])


def test_of_96_asks_90_were_answered_by_their_day(ask):
    assert ask("select count(*), sum(met_at <= due_at) from answers") == [(96, 90)]


def test_the_streets_hall_was_lent_2016_hours(ask):
    assert ask("""
        select sum(w.minutes) / 60 from records_recordworker w join deeds d on d.id = w.record_id
        where d.class = 'admin'
    """) == [(2016,)]


def test_nothing_of_that_year_is_still_open(ask):
    assert ask(
        "select count(*) from loops_loop where state = 'open' and opened_at < '2026-01-01'"
    ) == [(0,)]
