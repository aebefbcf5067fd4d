"""Every column that can hold words is filed here: closed, personal, keyed, or plain with what it may hold.

A new text column fails until someone has decided; a column that changes its kind fails too. Choices and
codes need no line: their values are on a list already.
"""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from huiyin.core.codes import CodeField, PersonalDate, PersonalText
from huiyin.core.secret import Fingerprint, SecretText
from tests.census import house

SECRET = {  # sealed at rest, *** in the journal, dead when the person's key is destroyed
    "access.User": "phone",
    "cases.Assessment": "community family needs personal",
    "cases.Closure": "shareable summary",
    "cases.Intake": "no_guardian_why problem",
    "cases.Plan": "goals steps",
    "loops.Approval": "words",
    "loops.HandoverItem": "note words",
    "loops.Loop": "asker_phone step_words",
    "loops.Reply": "words",
    "notices.Message": "words",
    "records.Record": "note private_note",
    "records.RecordText": "note",
    "referrals.Referral": "alternative needs problem tried words",
    "residents.Person": "address number",
    "residents.Phone": "number",
    "residents.Reveal": "words",
    "rights.RevealRequest": "answer words",
}
PERSONAL = {  # searchable, *** in the journal, emptied when the person is erased
    "access.User": "name password phone_mask pinyin",
    "loops.Loop": "asker_name",
    "residents.NameEnding": "text",
    "residents.Person": "address_mask birth_on initials name number_mask pinyin",
    "residents.Phone": "mask",
}
KEYED = {  # equal values meet, nothing can be read back
    "access.User": "phone_fp",
    "api.Miss": "key_fp",
    "api.Token": "digest",
    "loops.Loop": "tail_fp",
    "portal.Attempt": "key_fp",
    "residents.Person": "number_fp",
    "residents.Phone": "fp tail_fp",
}
PLAIN = {  # and what it holds, so that a reader can object
    "access.Organisation.name": "the name of a body",
    "access.Post.role": "a role of the policy page",
    "access.Post.title": "what stands on a card: 主任",
    "access.Reach.why": "the paper a reach was granted by",
    "access.Unit.name": "the name of a station",
    "access.User.username": "what one signs in with; chosen not to be a name where that matters",
    "api.Token.name": "what a program is called by whoever let it in",
    "audit.Entry.answer": "table and key",
    "audit.Entry.args": "a keyed digest",
    "audit.Entry.changes": "plain columns only, closed ones as ***",
    "audit.Entry.digest": "a keyed digest",
    "audit.Entry.label": "role and unit code, or the name of a job",
    "audit.Entry.target_table": "a table",
    "audit.Entry.verb": "a verb",
    "audit.Touch.table": "a table",
    "audit.Seal.digests": "digests",
    "audit.Seal.head": "a digest",
    "audit.Seal.ids": "ids",
    "audit.Seal.prev": "a digest",
    "cases.Case.number": "a file number",
    "cases.Intake.risks": "codes of a list",
    "contracts.BoundaryRule.addressee": "a department and its telephone",
    "contracts.BoundaryRule.agreed_by": "bodies that agreed",
    "contracts.BoundaryRule.basis": "a clause",
    "contracts.BoundaryRule.how": "public words",
    "contracts.BoundaryRule.limits": "public words",
    "contracts.BoundaryRule.matter": "a matter's code",
    "contracts.BoundaryRule.name": "a matter's name",
    "contracts.BoundaryRule.why": "public words",
    "contracts.BoundaryRule.wording": "public words",
    "contracts.Contract.name": "what a contract is called",
    "contracts.Indicator.name": "what an indicator is called in its contract",
    "loops.Approval.what": "a verb",
    "loops.Loop.kind": "a registered kind",
    "loops.Loop.receipt": "ten random digits",
    "loops.Loop.terms": "amounts of days",
    "loops.Pass.why": "why a thread may be looked at; no facts of the person",
    "loops.Term.kind": "a registered kind",
    "notices.Message.url": "an address of the house, with ids only",
    "places.Area.name": "the name of a place",
    "places.Day.name": "the name of a holiday",
    "places.Day.source": "a package or an office",
    "records.Record.source": "how it came in",
    "records.Record.void_why": "why a record does not count; the page asks for no names",
    "records.RecordText.said": "who said it: a code",
    "residents.Care.why": "referral, transfer …",
    "residents.Category.source": "a body or a list",
    "residents.Consent.notice": "the version of a notice",
    "residents.Consent.notice_hash": "a digest",
    "residents.Phone.whose": "本人, 女儿",
    "residents.SubjectKey.wrapped": "a key, itself sealed",
}
Filed = dict[str, set[str]]


def kind_of(field: Any) -> str:
    if isinstance(field, PersonalText | PersonalDate):
        return "personal"
    if isinstance(field, SecretText):
        return "secret"
    if isinstance(field, Fingerprint):
        return "keyed"
    words = isinstance(field, models.CharField | models.TextField | models.JSONField)
    listed = isinstance(field, CodeField) or bool(field.choices)
    return "plain" if words and not listed else ""


def texts(found: Iterable[type[Model]]) -> Filed:
    """Every column that can hold words, by kind, as room.Model.column."""
    filed: Filed = {kind: set() for kind in ("secret", "personal", "keyed", "plain")}
    for model in found:
        for field in model._meta.local_concrete_fields:
            computed = getattr(field, "generated", False) or field.is_relation
            if not computed and (kind := kind_of(field)):
                filed[kind].add(f"{model._meta.label}.{field.name}")
    return filed


def as_set(lines: dict[str, str]) -> set[str]:
    return {f"{model}.{name}" for model, names in lines.items() for name in names.split()}


def differences(here: Filed, there: Filed) -> dict[str, list[str]]:
    return {
        f"{kind}, {side}": sorted(rest)
        for kind in here
        for side, rest in (
            ("but not filed as such", here[kind] - there[kind]),
            ("but only in the file", there[kind] - here[kind]),
        )
        if rest
    }


FILED: Filed = {
    "secret": as_set(SECRET),
    "personal": as_set(PERSONAL),
    "keyed": as_set(KEYED),
    "plain": set(PLAIN),
}


def test_every_column_of_words_is_filed() -> None:
    assert differences(texts(house.models()), FILED) == {}


def filed_twice(filed: Filed) -> list[str]:
    everything = [name for names in filed.values() for name in names]
    return sorted({name for name in everything if everything.count(name) > 1})


def test_no_column_is_filed_twice() -> None:
    assert filed_twice(FILED) == []


def test_a_planted_column_filed_twice_is_seen() -> None:
    twice: Filed = {"plain": {"a.B.c", "a.B.d"}, "secret": {"a.B.c"}}

    assert filed_twice(twice) == ["a.B.c"]


def test_a_planted_column_and_a_changed_one_are_seen() -> None:
    with isolate_apps("huiyin.places"):

        class Planted(models.Model):
            story = models.TextField()
            note = PersonalText(max_length=9)
            code = CodeField()

            class Meta:
                app_label = "places"

    filed = {**{kind: set[str]() for kind in FILED}, "secret": {"places.Planted.note"}}

    assert differences(texts([Planted]), filed) == {
        "plain, but not filed as such": ["places.Planted.story"],
        "personal, but not filed as such": ["places.Planted.note"],
        "secret, but only in the file": ["places.Planted.note"],
    }
