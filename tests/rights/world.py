"""A world in which everything could leak: seven places that hold the same kinds of rows, each with its own words.

    500108 hub
      500108006A  station   the household of the station itself; a committee without a room asked
      500108006A012 room    a community's room; 500108006A013 next: another community's
      500108006A  street, department    what the street and a department asked of the station
      500108006B  rival     another operator in the same street: its code differs in the last letter only
    500105001A    stranger  a station of another district

What is meant to stay unseen stands in `words`: every secret carries the mark of its place, two characters that
occur nowhere else, or digits of its own.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import make_password
from django.test import Client

from huiyin.access.models import Deputy, Organisation, Post, Reach, Unit, User
from huiyin.access.policy import ROLES
from huiyin.api import queries as api
from huiyin.api import rules as tokens
from huiyin.api.models import Token
from huiyin.cases import rules as cases
from huiyin.cases.models import Case
from huiyin.contracts.models import BoundaryRule, Contract, ContractUnit
from huiyin.core import clock
from huiyin.core.ids import uuid7
from huiyin.demo.builders import access as make
from huiyin.demo.builders.access import actor_for
from huiyin.demo.builders.contracts import make_boundary, make_matter
from huiyin.demo.builders.handover import make_handover, make_offer
from huiyin.demo.builders.notices import make_message
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.residents import make_household, make_number, make_person
from huiyin.demo.builders.rights import make_request
from huiyin.loops import rules as loops
from huiyin.loops.models import Loop
from huiyin.loops.rules import handing
from huiyin.referrals import rules as referrals
from huiyin.referrals.models import Referral
from huiyin.referrals.rules import Newcomer
from huiyin.residents.models import Consent, Person
from tests.rights.roles import WHO

MARKS = {
    "station": "甲申", "room": "丙戌", "next": "丁亥", "street": "戊子", "department": "己丑",
    "rival": "乙酉", "stranger": "庚寅",
}  # fmt: skip
ASKERS = {
    "station": ("committee", "500108006014"), "room": ("committee", "500108006012"),
    "next": ("committee", "500108006013"), "rival": ("committee", "500108006015"),
    "street": ("street", "500108006"), "department": ("department", "500108006"),
    "stranger": ("committee", "500105001001"),
}  # fmt: skip
OLD, YOUNG = date(1948, 3, 8), date(2014, 3, 8)
UNKNOWN = UUID("00000000-0000-7000-8000-000000000000")


@dataclass
class World:
    """Users by name; places; rows by (place, kind); what must not be read, by (place, kind)."""

    users: dict[str, User] = field(default_factory=dict)
    units: dict[str, Unit] = field(default_factory=dict)
    askers: dict[str, Organisation] = field(default_factory=dict)
    rows: dict[tuple[str, str], Any] = field(default_factory=dict)
    words: dict[tuple[str, str], str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def staff(self, name: str, role: str, unit: Unit, **more: Any) -> User:
        user = self.users[name] = make.make_user(name, f"职员{name}")
        make.make_post(user, role, unit=unit, **more)
        return user

    def outsider(self, name: str, role: str, body: Organisation, **more: Any) -> User:
        user = self.users[name] = make.make_user(name, f"职员{name}")
        make.make_post(user, role, organisation=body, **more)
        return user


def build() -> World:
    world = World()
    make_boundary()
    _units(world)
    _offices(world)
    for number, place in enumerate(MARKS, start=1):
        _words(world, place, number)
    for place in MARKS:
        _ask(world, place)
        _serve(world, place)
        _guard_a_child(world, place)
        _own_rows(world, place)
    _tie(world)
    _two_posts(world)
    _sessions(world)
    _messages(world)
    _hand_over(world)
    _buy(world)
    _tokens(world)
    User.objects.update(password=make_password("one-word-for-all"))
    return world


def _units(world: World) -> None:
    hub = make.make_unit("500108", "南岸区社工总站")
    world.staff("hub", "hub", hub)
    for place, code, lead, workers in (
        ("station", "500108006A", "lead", ("worker", "mate")),
        ("rival", "500108006B", "rival_lead", ("rival_worker", "rival_mate")),
        ("stranger", "500105001A", "stranger_lead", ("stranger_worker", "stranger_mate")),
    ):
        world.users[lead] = make.make_user(lead, f"职员{lead}")
        name = {"station": "弹子石街道社工站"}.get(place, f"{MARKS[place]}社工站")
        unit = world.units[place] = make.make_unit(code, name, receiver=world.users[lead])
        make.make_post(world.users[lead], "lead", unit=unit)
        for worker in workers:
            world.staff(worker, "worker", unit)
    for place, code, worker in (
        ("room", "500108006A012", "room"), ("next", "500108006A013", "next_room"),
    ):  # fmt: skip
        world.units[place] = make.make_unit(code, f"{code[-3:]}社区社工室")
        world.staff(worker, "room", world.units[place])
    world.units |= dict.fromkeys(("street", "department"), world.units["station"])


def _offices(world: World) -> None:
    for place, (kind, area) in ASKERS.items():
        body = world.askers[place] = make.make_organisation(kind, f"交办单位{area}{kind}", area)
        name = {"room": "committee", "street": "street", "department": "department"}.get(place)
        reach = (area,) if kind == "street" else ()
        world.outsider(name or f"{place}_clerk", kind, body, reach=reach)
    for role, code in (("purchaser", "500108"), ("agency", "500108006A"), ("evaluator", "")):
        body = make.make_organisation(role, f"单位{role}", "500108")
        world.outsider(role, role, body, reach=(code,) if code else ())
    office = make.make_organisation("other", "信息中心", "500108")
    for role in ("sysadmin", "secadmin", "auditor"):
        world.outsider(role, role, office)
    world.users["postless"] = make.make_user("postless", "职员postless")
    once = world.staff("onetime", "worker", world.units["station"])
    User.objects.filter(pk=once.pk).update(one_time=True)


def _words(world: World, place: str, n: int) -> None:
    """What of this place nobody may read who must not."""
    mark = MARKS[place]
    said = {
        "name": f"向{mark}", "child": f"邹{mark}", "newcomer": f"冉{mark}",
        "number": make_number(OLD, "2", n), "childnumber": make_number(YOUNG, "1", n),
        "phone": f"1390238{n:04}", "childphone": f"1390239{n:04}", "contact": f"1370236{n:04}",
        "address": f"{mark}巷12号3单元402", "childaddress": f"{mark}弄7号201", "clerk": f"经办{mark}",
        "ask": f"难处{mark}", "tried": f"试过{mark}", "needs": f"想要{mark}",
        "intake": f"接案{mark}", "assessed": f"预估{mark}", "plan": f"计划{mark}",
        "note": f"做了{mark}", "private": f"私记{mark}", "promise": f"答应{mark}", "step": f"下步{mark}",
        "reply": f"详细{mark}", "shared": f"概况{mark}", "childnote": f"童记{mark}", "leave": f"要看{mark}",
        "handed": f"移交{mark}", "thing": f"联络{mark}", "contract": f"合同{mark}",
    }  # fmt: skip
    if place in {"rival", "stranger"}:
        said["unit"] = f"{mark}社工站"
    world.words |= {(place, kind): text for kind, text in said.items()}


def _staffed(world: World, place: str) -> tuple[User, User]:
    """Who serves there, and a colleague who does not."""
    names = {
        "room": ("room", "mate"), "next": ("next_room", "mate"),
        "rival": ("rival_worker", "rival_mate"), "stranger": ("stranger_worker", "stranger_mate"),
    }.get(place, ("worker", "mate"))  # fmt: skip
    return world.users[names[0]], world.users[names[1]]


def _asker(world: World, place: str) -> User:
    body = world.askers[place]
    return User.objects.get(posts__organisation=body)


def _ask(world: World, place: str) -> None:
    """Two asks: one is to be served, one waits; the one who waits has the number of somebody elsewhere."""
    say = {kind: text for (where, kind), text in world.words.items() if where == place}
    by = actor_for(_asker(world, place))
    twin = {"station": "rival", "rival": "station", "room": "next", "next": "room"}.get(place)
    number = world.words[(twin, "number")] if twin else ""
    told: dict[str, Any] = {
        "by": by, "station": Unit.objects.get(pk=world.units[place].code[:10]), "matter": make_matter(),
        "problem": say["ask"], "tried": say["tried"], "needs": say["needs"], "agreed": "summary",
        "consent": "self", "contact_name": say["clerk"], "contact_phone": say["contact"],
    }  # fmt: skip
    served = Newcomer(
        name=say["name"], sex="2", birth_on=OLD, number_kind="ric", number=say["number"],
        phone=say["phone"], address=say["address"],
    )  # fmt: skip
    waits = Newcomer(
        name=say["newcomer"], sex="2", number_kind="ric" if number else "none", number=number
    )
    world.rows[place, "referral"] = referrals.send(people=[served], **told)
    world.rows[place, "ask"] = referrals.send(people=[waits], **told)
    world.rows[place, "newcomer"] = world.rows[place, "ask"].loop.person


def _serve(world: World, place: str) -> None:
    """Accepted, with every paper of the case, a deed, a promise, a next step, and two lines to the asker."""
    worker, _ = _staffed(world, place)
    words = world.words
    referral = world.rows[place, "referral"]
    lead = _lead(world, place)
    loops.assign(referral.loop, by=actor_for(lead), to=worker)
    referral = Referral.objects.select_related("loop__person", "matter").get(pk=referral.pk)
    referral = referrals.accept(referral, by=actor_for(worker))
    case: Any = Case.objects.select_related("loop__person").get(loop=referral.result)
    by = actor_for(worker)
    cases.intake(case, by=by, problem=words[place, "intake"], risks=["self_harm"])
    cases.assess(case, by=by, personal=words[place, "assessed"], needs=words[place, "assessed"])
    cases.plan(case, by=by, goals=words[place, "plan"], steps=words[place, "plan"], sessions=6)
    record = make_record(
        worker, case.loop.person, thread=case.loop, note=words[place, "note"],
        private_note=words[place, "private"],
    )  # fmt: skip
    make_record(  # of a month that is over, whose figures are published
        worker, case.loop.person, at=clock.at(date(2026, 2, 10), "10:00"), note=words[place, "note"], loose=True,
    )  # fmt: skip
    tomorrow = clock.today() + timedelta(days=1)
    promise = loops.promise(
        by=by, words=words[place, "promise"], on=tomorrow, parent=case.loop, person=case.loop.person
    )
    loops.step(Loop.objects.get(pk=case.pk), by=by, words=words[place, "step"], on=tomorrow)
    for level, kind in (("detail", "reply"), ("summary", "shared")):
        referrals.inform(
            Referral.objects.get(pk=referral.pk), by=by, words=words[place, kind], level=level
        )
    world.rows |= {
        (place, "referral"): referral, (place, "case"): case, (place, "record"): record,
        (place, "promise"): promise, (place, "person"): Person.objects.get(pk=case.loop.person_id),
        (place, "consent"): Consent.objects.filter(person=case.loop.person_id, kind="feedback").get(),
    }  # fmt: skip


def _lead(world: World, place: str) -> User:
    return world.users[{"rival": "rival_lead", "stranger": "stranger_lead"}.get(place, "lead")]


def _guard_a_child(world: World, place: str) -> None:
    """Somebody under eighteen in casework, about whom a colleague has asked the lead."""
    worker, mate = _staffed(world, place)
    words, by = world.words, actor_for(worker)
    child = make_person(
        words[place, "child"], world.units[place], sex="1", birth_on=YOUNG, number=words[place, "childnumber"],
        phone=words[place, "childphone"], address=words[place, "childaddress"],
    )  # fmt: skip
    case = cases.open(by=by, person=child, source="outreach", owner=worker, unit=world.units[place])
    cases.intake(case, by=by, problem=words[place, "childnote"], risks=[], no_guardian_why=words[place, "childnote"])  # fmt: skip
    record = make_record(
        worker, child, thread=Loop.objects.get(pk=case.pk), note=words[place, "childnote"]
    )
    asked = make_request(child, mate, words=words[place, "leave"])
    world.rows |= {
        (place, "child"): child, (place, "childcase"): case, (place, "childrecord"): record,
        (place, "request"): asked,
    }  # fmt: skip


def _own_rows(world: World, place: str) -> None:
    """What belongs to the offices: accounts, posts, reaches, deputies; and what a station says itself."""
    worker, mate = _staffed(world, place)
    unit, body = world.units[place], world.askers[place]
    post = _asker(world, place).posts.get()
    today = clock.today()
    deputy = Deputy.objects.create(
        user=worker.seat, deputy=mate.seat, since=today + timedelta(days=30),
        until=today + timedelta(days=31), unit=unit,
    )  # fmt: skip
    matter = make_matter("relief")
    matter.pk, matter.unit = uuid7(), unit.code
    if not BoundaryRule.objects.current().filter(unit=unit.code, matter="relief").exists():
        matter.save(force_insert=True)
    reach = Reach.objects.create(post=post, prefix="500103", why="临时")
    world.rows |= {
        (place, "user"): _asker(world, place), (place, "post"): post, (place, "reach"): reach,
        (place, "unit"): unit, (place, "organisation"): body, (place, "deputy"): deputy,
        (place, "boundary"): BoundaryRule.objects.current().get(unit=unit.code, matter="relief"),
        (place, "code"): unit.code, (place, "username"): _asker(world, place).username,
    }  # fmt: skip


def _tie(world: World) -> None:
    """A household across two stations: what one of them sees must not carry the other in."""
    rows = world.rows
    for one, other in (("station", "rival"), ("rival", "station")):
        make_household(rows[one, "person"], rows[one, "child"], rows[other, "newcomer"])


def _two_posts(world: World) -> None:
    """She works at the station and sits in a committee; each post is asked for itself."""
    both = world.staff("both", "worker", world.units["station"])
    make.make_post(both, "committee", organisation=world.askers["room"], since=date(2021, 1, 1))


def _hand_over(world: World) -> None:
    """At each station somebody leaves: a promise and a thing in words, the promise offered to her colleague."""
    for place in ("station", "rival", "stranger"):
        lead, mate = _lead(world, place), _staffed(world, place)[1]
        leaver = world.staff(f"{place}_leaver", "worker", world.units[place])
        words, tomorrow = world.words[place, "handed"], clock.today() + timedelta(days=1)
        person = world.rows[place, "person"]
        loops.promise(by=actor_for(leaver), words=words, on=tomorrow, person=person)
        handover = make_handover(lead, leaver)
        handing.add(handover, by=actor_for(lead), words=world.words[place, "thing"])
        item = handover.items.get(loop__isnull=False)
        make_offer(handover, item, lead=lead, to=mate)
        world.rows |= {(place, "handover"): handover, (place, "item"): item, (place, "offer"): item}
    for place in ("room", "next", "street", "department"):
        world.rows |= {
            (place, kind): world.rows["station", kind] for kind in ("handover", "item", "offer")
        }


def _buy(world: World) -> None:
    """A contract for each station, between a purchaser and an agency of its own."""
    for place in ("station", "rival", "stranger"):
        area = world.units[place].code[:6]
        parties = {
            kind: User.objects.get(username=kind).posts.get().organisation
            if place == "station"
            else make.make_organisation(kind, f"单位{kind}{place}", area)
            for kind in ("purchaser", "agency")
        }
        contract = Contract.objects.create(
            name=world.words[place, "contract"], funding="budget", since=date(2026, 1, 1),
            until=date(2026, 12, 31), **parties,
        )  # fmt: skip
        ContractUnit.objects.create(contract=contract, unit=world.units[place])
        world.rows[place, "contract"] = contract
    for place in ("room", "next", "street", "department"):
        world.rows[place, "contract"] = world.rows["station", "contract"]


def _tokens(world: World) -> None:
    """A token for each post; and for each role one of its own, one of a colleague's, one from elsewhere."""
    made: dict[str, Token] = {}
    for name, who in WHO.items():
        post = Post.objects.filter(user__username=who.user, role=who.role).first()
        if post is None:
            continue
        act = uuid7()
        made[name] = tokens.make(by=actor_for(post.user, post), act=act, post=post, name="试")
        world.tokens[name] = api.plain(act, post.user_id)
    for name, who in WHO.items():
        near = made["mate" if who.user == "worker" else "worker"]
        own = made.get(name, near)
        world.rows |= {
            (name, "own token"): own,
            (name, "sibling token"): near,
            (name, "other token"): made["auditor" if name != "auditor" else "hub"],
        }


def _sessions(world: World) -> None:
    """Somebody is signed in at each place."""
    for place in MARKS:
        worker, _ = _staffed(world, place)
        key = Client()
        key.force_login(worker)
        row = UserSession.objects.create(
            user=worker, session_key=key.session.session_key, ip="127.0.0.1", user_agent="试"
        )
        world.rows[place, "session"] = row


def _messages(world: World) -> None:
    """For each role one told to her in this post, one told to somebody near her, one in another district."""
    room, station = world.askers["room"], world.units["station"].code
    worker, both = world.users["worker"], world.users["both"]
    for name, who in WHO.items():
        user = world.users[who.user or "worker"]
        own: dict[str, Any] = {"user": user, "unit": station}
        near: dict[str, Any] = {
            "user": world.users["mate"] if user == worker else worker,
            "unit": station,
        }
        if who.role and ROLES[who.role].rows == "asker":
            own = {"organisation": user.posts.get(role=who.role).organisation}
        if who.role == "room":
            own = {"user": user, "unit": world.units["room"].code}
        if user == both:  # in each post the line told to the other one is near, and not hers
            hers = {"user": user, "unit": station}, {"organisation": room}
            own, near = hers[::-1] if who.role == "committee" else hers
        elif not who.role or not ROLES[who.role].staff:
            own = {"user": user}
        for relation, told in (
            ("own", own),
            ("sibling", near),
            ("other", {"user": world.users["stranger_worker"]}),
        ):
            world.rows[name, f"{relation} message"] = make_message("消息", **told)
