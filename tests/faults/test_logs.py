"""What a working day leaves behind holds nobody: logs, addresses, what waits to be done or sent. (trust.md B5.26)

One resident with a number, a phone and a name nobody else has is registered, looked for, opened, referred and
looked up; every role opens the pages it has links to; some things go wrong. Then everything that was written or
asked for is searched for her, and for everybody else.
"""

import re
import sqlite3
import subprocess
import sys
import urllib.error
import uuid
from contextlib import closing
from datetime import date
from urllib.parse import urljoin, urlsplit

import pytest

from huiyin.demo.builders.residents import make_number
from tests import leaks
from tests.faults.bare import Bare
from tools import throwaway
from tools.visitor import Visitor

pytestmark = pytest.mark.fault
NAME, MET = "欧阳暮雪", "司徒晚晴"
NUMBER = make_number(date(1951, 8, 4), serial=77)
PHONE, OTHER_PHONE = "19900007731", "19900007742"
ROLES = (
    "clerk", "worker", "room", "lead", "hub", "agency", "purchaser", "street", "department", "evaluator",
    "sysadmin", "secadmin", "auditor",
)  # fmt: skip
LINK = re.compile(r'(?:href|action|hx-get|hx-post|url)="(/[^"]*)"')
PAGES = 60  # of each role
# where the house keeps names, each filed as personal in tests/census/test_texts.py; no other column may
NAMED = {"residents_person.name", "residents_nameending.text"}


class Walker(Visitor):
    """Remembers every address it asked for and was sent to, and every one a page offered."""

    def __init__(self, base, who=""):
        self.asked, self.offered = [], set()
        super().__init__(base, who)

    def sign_in(self, who):
        try:
            super().sign_in(who)
        except (
            urllib.error.HTTPError
        ) as error:  # a page that is not hers is no reason not to walk on
            if error.url.endswith("/sign-in"):
                raise

    def get(self, path):
        with self.opener.open(self.base + path, timeout=60) as answer:
            self.asked += [path, answer.url]
            words = answer.read().decode(errors="replace")
        self.offered |= {link.replace("&amp;", "&") for link in LINK.findall(words)}
        return words

    def led(self, path, **fields):
        to = super().led(path, **fields)
        self.asked += [path, to]
        return to

    def fails(self, method, path, **fields):
        """An answer that is a no; its status."""
        try:
            self.get(path) if method == "GET" else self.led(path, **fields)
        except urllib.error.HTTPError as error:
            self.asked.append(error.url)
            return error.code
        return 200

    def wander(self, most):
        """Follows what its pages offer, each kind of page once."""
        self.fails("GET", "/today")
        self.offered |= {"/", "/menu", "/account"}
        seen: set[str] = set()
        kinds: set[str] = set()
        while len(seen) < most and (new := sorted(self.offered - seen)):
            for link in new:
                seen.add(link)
                kind = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", urlsplit(link).path)
                if kind in kinds or "sign-out" in link or kind.startswith("/static"):
                    continue
                kinds.add(kind)
                self.fails("GET", urljoin("/", link))
        return len(kinds)


def a_day_with_her(base):
    """Registered, looked for by all she has, read, opened, referred; and what goes wrong on the way."""
    worker = Walker(base, "worker")
    person = {"number_kind": "ric", "number": NUMBER, "phone": PHONE, "name": NAME, "sex": "2"}
    wrong = person | {"number": NUMBER[:-1] + ("1" if NUMBER[-1] != "1" else "2")}
    assert worker.fails("POST", "/people/new", act=str(uuid.uuid4()), **wrong) == 422
    to = worker.led("/people/new", act=str(uuid.uuid4()), **person, whose="本人")
    for q in (NAME, "欧阳", NUMBER, PHONE, PHONE[-4:], "没有这个人"):
        worker.led("/find", q=q)
        worker.led("/find/list", q=q)
    assert NAME in worker.get(to)
    reveal = {"act": str(uuid.uuid4()), "purpose": "visit", "words": f"{NAME}要上门"}
    worker.led(f"{to}/reveal", **reveal)
    assert PHONE in worker.get(to).replace(" ", "")
    worker.led(
        "/records/new", act=str(uuid.uuid4()), kind="call", length="30", people=to[-36:],
        note=f"{NAME}，{PHONE}，{NUMBER}",
    )  # fmt: skip
    assert worker.fails("GET", f"/people/{uuid.uuid4()}") == 404
    assert worker.fails("POST", f"{to}/merge", q=NAME) in {200, 403}
    return worker, to


def a_referral_of_another(base, her):
    clerk = Walker(base, "clerk")
    form = clerk.get("/referrals/new")
    matter = re.search(r'name="matter"\s+value="([^"]+)"', form)
    station = re.search(r'name="station"[^>]*?value="([^"]+)"|<option value="(500\w+)"', form)
    assert matter
    fields = {
        "matter": matter[1], "station": next(filter(None, station.groups())) if station else "",
        "problem": f"{MET}最近不下楼，电话{OTHER_PHONE}。", "urgency": "normal", "contact_name": "唐玉珍",
        "contact_phone": "02355500126", "consent": "self", "agreed": "summary", "p0-person": "",
        "p0-name": MET, "p0-sex": "2", "p0-phone": OTHER_PHONE,
    }  # fmt: skip
    to = clerk.led("/referrals/new", act=str(uuid.uuid4()), **fields)
    assert to.endswith("/receipt"), to
    assert clerk.fails("GET", her) in {403, 404}
    receipt = re.sub(r"\D", "", re.findall(r"hy-receipt[^>]*>([^<]+)", clerk.get(to))[0])
    public = Walker(base)
    public.get("/lookup")
    public.fails("POST", "/lookup", receipt=receipt, tail="0126")
    public.fails("POST", "/lookup", receipt=receipt, tail=PHONE[-4:])
    public.get("/sign-in")
    public.fails("POST", "/sign-in", login="worker", password=f"{PHONE}{NAME}")
    return [clerk, public]


def work_once(data):
    """The job worker does everything once; what it said."""
    command = [sys.executable, "manage.py", "work", "--once"]
    done = subprocess.run(  # noqa: S603
        command, cwd=throwaway.ROOT, env=throwaway.environment(data), capture_output=True,
        text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def columns(file):
    """Every text of every row: where it stands → all of that column."""
    held: dict[str, list[str]] = {}
    with closing(sqlite3.connect(file)) as sql:
        for (table,) in sql.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            rows = sql.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            names = [column[0] for column in rows.description]
            for row in rows:
                for name, value in zip(names, row, strict=True):
                    if isinstance(value, str):
                        held.setdefault(f"{table}.{name}", []).append(value)
    return {where: "\n".join(values) for where, values in held.items()}


@pytest.fixture(scope="module")
def day(seeded, tmp_path_factory):
    """The whole day, once: the walkers, what was logged, and the data it left."""

    server = Bare(throwaway.copy_of(seeded, tmp_path_factory.mktemp("day") / "data"))
    server.start()
    try:
        worker, her = a_day_with_her(server.url)
        walkers = [worker, *a_referral_of_another(server.url, her)]
        kinds = 0
        for role in ROLES:
            walkers.append(Walker(server.url, role))
            kinds += walkers[-1].wander(PAGES)
        said = work_once(server.data)
        yield walkers, server.log.read_text(), said, server.data, kinds
    finally:
        server.kill()


@pytest.fixture
def everybody(day):
    with closing(sqlite3.connect(day[3] / "huiyin.sqlite3")) as sql:
        names = sql.execute("SELECT DISTINCT name FROM residents_person").fetchall()
    return [name for (name,) in names if len(name) > 1]


SECRETS = (NAME, "暮雪", MET, "晚晴", NUMBER, PHONE, OTHER_PHONE)


def test_no_log_names_anybody(day, everybody, say):
    _, log, said, data, kinds = day
    heads = (
        (data / "journal-heads.log").read_text() if (data / "journal-heads.log").exists() else ""
    )
    texts = {"server and access log": log, "job worker": said, "journal heads": heads}

    assert '"POST /find ' in log  # the access log was on
    assert [leak for where, text in texts.items() for leak in leaks.found(where, text, [*SECRETS, *everybody])] == []  # fmt: skip
    say(
        f"logs: {len(log.splitlines())} lines, {kinds} kinds of page by {len(ROLES)} roles, "
        f"{len(everybody)} names sought, 0 found"
    )


def test_no_access_log_has_the_questions_of_an_address(day):
    asked = re.findall(r'"(?:GET|POST) ([^ "]+)', day[1])

    assert len(asked) > 200
    assert [path for path in asked if "?" in path] == []


def test_no_address_names_anybody(day, everybody, say):
    """What was asked for, where one was sent, what a page offered: the last is what a Referer would say."""
    asked = {address for walker in day[0] for address in walker.asked}
    offered = {address for walker in day[0] for address in walker.offered}
    secrets = [*SECRETS, *everybody]

    assert [leak for address in sorted(asked | offered) for leak in leaks.found(address, address, secrets)] == []  # fmt: skip
    say(
        f"addresses: {len(asked)} asked for, {len(offered)} offered, 0 with a name, number or phone"
    )


def test_names_lie_only_where_names_are_filed_and_numbers_nowhere(day, say):
    """Jobs, notices, visitors' storage, the cache, counters of tries and the journal are tables here like all others."""
    held = columns(day[3] / "huiyin.sqlite3")
    sought = {where: leaks.found(where, text, SECRETS) for where, text in held.items()}
    found = {where for where, them in sought.items() if {leak.what for leak in them} & set(SECRETS)}

    assert {"notices_message.words", "django_session.session_data", "audit_entry.changes"} <= set(
        held
    )
    assert found == NAMED
    for file in day[3].glob("huiyin.sqlite3*"):
        raw = file.read_bytes()
        assert [s for s in (NUMBER, PHONE, OTHER_PHONE) if s.encode() in raw] == []
    say(
        f"rows: {len(held)} text columns, names in {len(found)} of them, numbers and phones in none"
    )


@pytest.mark.parametrize(
    "text",
    [
        f"GET /find?q={NAME}",
        "GET /find?q=%E6%AC%A7%E9%98%B3%E6%9A%AE%E9%9B%AA",
        '{"who": "\\u6b27\\u9633\\u66ae\\u96ea"}',
        "&#27431;&#38451;&#26286;&#38634;",
        "job 7: 5qyn6Ziz5pqu6Zuq",
        f"number {NUMBER[:6]} {NUMBER[6:14]} {NUMBER[14:]}",
        f"tel:{PHONE[:3]}-{PHONE[3:7]}-{PHONE[7:]}",
        f"somebody else's: {make_number(date(1960, 1, 1))}",
        "somebody else's: 13912345678",
    ],
)
def test_the_control_a_planted_one_is_found(text):
    assert len(leaks.found("planted", text, SECRETS)) >= 1


@pytest.mark.parametrize(
    "text", ["4821-0973", "023-6200 0110", "0199a3c2-7731-7b11-9000-1990000773ab", "990000195108040000", "1783920000"]
)  # fmt: skip
def test_what_is_nobodys_is_let_be(text):
    assert leaks.found("planted", text, SECRETS) == []


def test_the_control_a_name_in_an_address_would_reach_the_log(day, everybody):
    """The way it was: the same search by GET would stand in what is asked for, and be found there."""
    address = f"/find?q={NAME}"

    assert leaks.found(address, address, SECRETS) == [
        leaks.Leak(address, NAME),
        leaks.Leak(address, "暮雪"),
    ]
