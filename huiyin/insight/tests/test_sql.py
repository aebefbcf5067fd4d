"""The same numbers, asked of the tables in plain SQL by somebody who knows nothing of measures."""

import pytest
from django.db import connection

from huiyin.demo.builders.access import actor_for
from huiyin.insight import queries, whole
from huiyin.insight.tests.conftest import YEAR
from huiyin.residents import rules as residents

pytestmark = pytest.mark.django_db
PARTS = {  # written once, put in where they are named
    "KEPT": """r.state = 'kept' AND r.class <> 'internal' AND r.unit LIKE '500108%'
        AND r."on" >= '2025-01-01' AND r."on" <= '2025-12-31'""",
    "SERVED": """records_recordperson p JOIN records_record r ON r.id = p.record_id
        LEFT JOIN residents_merge m ON m.loser_id = p.person_id WHERE KEPT AND p.part = 'served'""",
    "IN_CASE": "p.thread_id IN (SELECT id FROM loops_loop WHERE kind = 'case')",
    "PERSON": "coalesce(m.root_id, p.person_id)",
    "HOURS": """SELECT coalesce(sum(w.minutes), 0) FROM records_recordworker w
        JOIN records_record r ON r.id = w.record_id WHERE KEPT""",
}
PLAIN = {
    "service.persons": "SELECT count(DISTINCT PERSON) FROM SERVED",
    "casework.persons": "SELECT count(DISTINCT PERSON) FROM SERVED AND IN_CASE",
    "service.person_times": """SELECT (SELECT count(*) FROM (SELECT DISTINCT r.id AS a, PERSON AS b FROM SERVED) t)
        + (SELECT coalesce(sum(r.heads), 0) FROM records_record r WHERE KEPT)""",
    "casework.person_times": """SELECT count(*) FROM
        (SELECT DISTINCT r.id AS a, PERSON AS b FROM SERVED AND IN_CASE) t""",
    "service.hours": "HOURS",
    "admin.hours": "HOURS AND r.class = 'admin'",
    "cases.opened": """SELECT count(*) FROM loops_loop WHERE kind = 'case' AND unit LIKE '500108%'
        AND opened_at >= '2024-12-31 16:00:00+00:00' AND opened_at < '2025-12-31 16:00:00+00:00'""",
}


def plain(sql: str) -> int:
    for name in ("HOURS", "SERVED", "IN_CASE", "PERSON", "KEPT"):
        sql = sql.replace(name, PARTS[name])
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("count", ["live", "kept"])
def test_figures_are_what_plain_sql_says(district, luo, merged, count):
    if count == "kept":
        whole.everything()
    actor = actor_for(luo)

    said = {id_: queries.figure(actor, id_, unit="500108", **YEAR).value for id_ in PLAIN}

    assert said == {id_: plain(sql) for id_, sql in PLAIN.items()}
    assert said["service.persons"] == 2  # 向 and 陈 turned out to be one person


@pytest.fixture
def merged(district, chen):
    return residents.merge(district.chen, by=actor_for(chen), winner=district.xiang)
