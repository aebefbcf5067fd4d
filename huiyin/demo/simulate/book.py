"""All sheets of one district, in the order in which they are digested."""

from dataclasses import dataclass, fields
from hashlib import sha256

from huiyin.access.models import Organisation, Post, Reach, Seat, Unit, User
from huiyin.cases.models import Assessment, Case, Closure, Intake, Plan
from huiyin.demo.simulate.sheets import Sheet
from huiyin.loops.models import Loop, Milestone, Reply
from huiyin.places.models import Area
from huiyin.records.models import Record, RecordMethod, RecordPerson, RecordWorker
from huiyin.referrals.models import Referral
from huiyin.residents.models import (
    Care,
    Category,
    Consent,
    Household,
    Look,
    Member,
    NameEnding,
    Person,
    Phone,
    SubjectKey,
)

PERSON = (
    "id", "unit_id", "community_id", "name", "pinyin", "initials", "sex", "birth_on", "number_kind", "number",
    "number_fp", "number_mask", "no_number_why", "address", "address_mask", "life", "life_since", "state",
)  # fmt: skip
LOOP = (
    "id", "unit_id", "kind", "person_id", "asker_org_id", "asker_user_id", "asker_name", "asker_phone", "tail_fp",
    "receipt", "agreed", "urgent", "owner_id", "seat_id", "step_words", "step_on", "due_at", "turn", "terms",
    "state", "answer_id", "reopened", "parent_id", "opened_at", "closed_at",
)  # fmt: skip
RECORD = (
    "id", "unit_id", "community_id", "at", "on", "minutes", "kind", "klass", "domain", "thread_id", "about_id",
    "heads", "note", "entered_by_id", "received_at", "state", "void_why",
)  # fmt: skip
CARE = ("id", "person_id", "user_id", "organisation_id", "grade", "why", "cause", "since", "until")
REFERRAL = (
    "loop_id", "matter_id", "problem", "tried", "urgency", "entered_by_id", "consent_id", "reason", "words",
    "alternative", "result_id", "state",
)  # fmt: skip


@dataclass
class Book:
    areas: Sheet
    users: Sheet
    seats: Sheet
    units: Sheet
    organisations: Sheet
    posts: Sheet
    reaches: Sheet
    people: Sheet
    keys: Sheet
    endings: Sheet
    phones: Sheet
    categories: Sheet
    households: Sheet
    members: Sheet
    consents: Sheet
    cares: Sheet
    looks: Sheet
    loops: Sheet
    milestones: Sheet
    replies: Sheet
    referrals: Sheet
    cases: Sheet
    intakes: Sheet
    assessments: Sheet
    plans: Sheet
    closures: Sheet
    records: Sheet
    record_people: Sheet
    record_workers: Sheet
    record_methods: Sheet

    @classmethod
    def empty(cls) -> "Book":
        return cls(
            Sheet(Area, "code", "name", "level", "parent_id"),
            Sheet(User, "id", "username", "password", "name", "pinyin", "seen_on", mute=("password",)),
            Sheet(Seat, "user_id", "since"),
            Sheet(Unit, "code", "name", "level", "area_id", "receiver_id", "since"),
            Sheet(Organisation, "id", "kind", "name", "area_id", "since"),
            Sheet(Post, "id", "user_id", "role", "unit_id", "organisation_id", "title", "since"),
            Sheet(Reach, "id", "post_id", "prefix", "since", "why"),
            Sheet(Person, *PERSON),
            Sheet(SubjectKey, "id", "person_id", "wrapped", mute=("wrapped",)),
            Sheet(NameEnding, "id", "person_id", "text"),
            Sheet(Phone, "id", "person_id", "number", "fp", "tail_fp", "mask", "whose", "since"),
            Sheet(Category, "id", "person_id", "code", "since", "source"),
            Sheet(Household, "id", "unit_id", "community_id"),
            Sheet(Member, "id", "household_id", "person_id", "relation", "since"),
            Sheet(
                Consent, "id", "person_id", "kind", "recipient_id", "level", "given_by_id", "guardian", "notice",
                "notice_hash", "by_id", "given_at",
            ),
            Sheet(Care, *CARE),
            Sheet(Look, "id", "person_id", "user_id", "on", "at"),
            Sheet(Loop, *LOOP),
            Sheet(Milestone, "id", "loop_id", "code", "n", "due_at", "met_at", "evidence", "unit_id"),
            Sheet(Reply, "id", "loop_id", "at", "side", "kind", "words", "level", "by_id", "shown_at"),
            Sheet(Referral, *REFERRAL, mute=("matter_id",)),
            Sheet(Case, "loop_id", "district", "number", "source", "stage", "opened_on"),
            Sheet(Intake, "case_id", "problem", "risks", "no_guardian_why", "at"),
            Sheet(Assessment, "id", "case_id", "personal", "needs", "at"),
            Sheet(Plan, "id", "case_id", "goals", "steps", "at"),
            Sheet(Closure, "id", "case_id", "kind", "on", "summary", "shareable"),
            Sheet(Record, *RECORD),
            Sheet(RecordPerson, "id", "record_id", "person_id", "thread_id", "at"),
            Sheet(RecordWorker, "id", "record_id", "user_id", "post_id", "minutes", "on"),
            Sheet(RecordMethod, "id", "record_id", "code"),
        )  # fmt: skip

    def sheets(self) -> list[Sheet]:
        return [getattr(self, one.name) for one in fields(self)]

    def close(self) -> tuple[str, dict[str, int]]:
        """Write what is left; the digest of everything, and how many rows went into each table."""
        digest, counts = sha256(), {}
        for sheet in self.sheets():
            sheet.write()
            digest.update(sheet.digest.digest())
            counts[sheet.model._meta.label] = sheet.n
        return digest.hexdigest(), counts
