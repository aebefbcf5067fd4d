"""What the API answers with, a shape a noun; made from the same reads as the pages."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Error(Answer):
    """`error` says what to do; `fields` which parts of what was sent are wrong."""

    error: str
    fields: dict[str, str] = Field(default_factory=dict)


class PostOut(Answer):
    role: str
    role_name: str
    units: list[str]
    place: str


class Me(Answer):
    """Always one post: a token is bound to it."""

    user: str
    name: str
    posts: list[PostOut]
    can: list[str]


class Named(Answer):
    id: UUID
    name: str


class PersonLine(Named):
    about: str
    phone: str
    place: str
    waits: bool


class People(Answer):
    residents: list[PersonLine]


class Resident(Named):
    """Number, phones and address are masked as on the page; reading them needs a purpose, on the page."""

    about: str
    state: str
    unit: str
    community: str | None
    number: str
    phones: list[str]
    address: str


class Record(Answer):
    """`note` is null where its words are for who cares for these people."""

    id: UUID
    at: datetime
    minutes: int
    kind: str
    klass: str = Field(serialization_alias="class")
    domain: str
    thread: UUID | None
    people: list[Named]
    heads: int
    community: str | None
    unit: str
    workers: str
    note: str | None
    state: str
    version: int


class RecordSaid(Answer):
    """One of many: 201 and the record, or the status and words it would have had alone."""

    id: UUID | None
    status: int
    record: Record | None = None
    error: str = ""
    fields: dict[str, str] = Field(default_factory=dict)


class RecordsSaid(Answer):
    records: list[RecordSaid]


class Records(Answer):
    records: list[Record]
    next: str | None


class Matter(Answer):
    code: str
    name: str
    verdict: str
    verdict_name: str
    wording: str
    addressee: str


class Matters(Answer):
    matters: list[Matter]


class Referral(Answer):
    """`state` as its reader may know it: what is only proposed to the lead, an asker does not read."""

    id: UUID
    state: str
    words: str
    title: str
    person: Named
    matter: str
    matter_name: str
    urgency: str
    unit: str
    owner: str
    receipt: str | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    late: bool


class Echo(Answer):
    at: datetime
    kind: str
    side: str
    status: str
    words: str


class Clock(Answer):
    code: str
    due_at: datetime
    met_at: datetime | None


class Texts(Answer):
    problem: str
    tried: str
    needs: str
    words: str
    alternative: str


class ReferralWhole(Referral):
    """`texts` is null for whoever may not read them; `verbs` is what can be done with it now."""

    clocks: list[Clock]
    heard: list[Echo]
    texts: Texts | None
    sessions: str
    verbs: list[str]


class Referrals(Answer):
    referrals: list[Referral]
    next: str | None


class Loop(Answer):
    id: UUID
    kind: str
    kind_name: str
    title: str
    unit: str
    owner: Named
    person: Named | None
    waiter: str
    state: str
    turn: str
    late: bool
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    parent: UUID | None


class Loops(Answer):
    loops: list[Loop]
    next: str | None


class Measure(Answer):
    """`per`: how many of what the rows add make one of `value`; 60 where minutes are told as hours, else 1."""

    id: str
    name: str
    says: str
    word: str
    by: list[str]
    per: int


class Measures(Answer):
    measures: list[Measure]


class Item(Answer):
    """`loop` is null for what is no promise: a unit she receives for, something in the lead's own words."""

    id: UUID
    loop: UUID | None
    label: str
    title: str
    state: str
    said: str
    receiver: str | None
    minor: bool
    joint_intro: bool
    client_told: bool
    partner_told: bool


class Handover(Answer):
    """`fresh`: what came to the leaver after the list was made and is not in it yet."""

    id: UUID
    leaver: str
    last_day: date
    open: bool
    total: int
    taken: int
    offered: int
    own: int
    unowned: int
    fresh: int
    items: list[Item]


class Part(Answer):
    code: str
    label: str
    value: float | None


class Figure(Answer):
    """`value` is null where it must not be shown; `rows` opens the list whose `n` add up to `sum`, which is `value`
    in what is kept (minutes for hours)."""

    measure: str
    unit: str
    since: date = Field(serialization_alias="from")
    until: date = Field(serialization_alias="to")
    value: float | None
    rows: str
    sum: int | None
    word: str
    of: float | None
    parts: list[Part]
    counted_at: datetime


class Line(Answer):
    """`row` is null, and `whom` 受限, for what this post may not open: the length stays the value."""

    n: int
    row: UUID | None
    on: date | None
    what: str
    whom: str
    unit: str
    community: str
    klass: str = Field(serialization_alias="class")
    worker: str


class Lines(Answer):
    rows: list[Line]
    next: str | None


class Account(Answer):
    username: str
    open: bool
