"""The page of a case costs the same with twenty deeds as with two thousand: the same questions, each an index walk."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.core import clock
from huiyin.demo.builders.records import make_record
from huiyin.records.models import Record, RecordPerson, RecordWorker

QUERIES = 37
WHOLE = re.compile(r"\bSCAN (?!.*USING (COVERING )?INDEX)|Seq Scan on records_")


def served(worker, case, n):
    """One deed written by its verb, and n - 1 like it put beside it."""
    first = make_record(worker, case.loop.person, thread=case.loop)
    times = [first.at - timedelta(hours=k) for k in range(1, n)]
    plain = {"unit_id": first.unit_id, "minutes": 30, "kind": "visit", "klass": "professional"}
    rows = [
        Record(at=at, on=clock.local(at).date(), thread=case.loop, about=case.loop.person, entered_by=worker, **plain)
        for at in times
    ]  # fmt: skip
    Record.objects.bulk_create(rows)
    RecordPerson.objects.bulk_create(
        RecordPerson(record=r, person=case.loop.person, thread=case.loop, at=r.at) for r in rows
    )
    RecordWorker.objects.bulk_create(
        RecordWorker(record=r, user=worker, minutes=30, on=r.on) for r in rows
    )


def looked_at(client, case):
    client.get(f"/cases/{case.pk}")  # the session's own first write
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"/cases/{case.pk}")
    return page.content.decode(), [query["sql"] for query in asked]


@pytest.mark.parametrize("n", [1, 20, 2000])
def test_a_long_file_asks_no_more_than_a_short_one(client, lin, case, n):
    served(lin, case, n)
    client.force_login(lin)

    page, asked = looked_at(client, case)

    assert len(asked) == QUERIES
    assert re.findall(r">([\d,]+)</a> 次", page) == [str(n)]


def test_no_table_of_deeds_is_read_whole(client, lin, case):
    served(lin, case, 2000)
    client.force_login(lin)

    _, asked = looked_at(client, case)

    deeds = [sql for sql in asked if re.search(r'FROM "records_', sql)]
    plans = [line for sql in deeds for line in plan(sql)]
    assert [line for line in plans if WHOLE.search(line)] == []
    assert len(deeds) == 7


def plan(sql):
    """What the engine would do. PostgreSQL reads a small table whole by choice: it is asked what it could do."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return [row[3] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return [row[0] for row in cursor.fetchall()]
