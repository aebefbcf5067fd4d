"""The bodies the API takes. A field nobody knows is refused: a misspelt one would lose what was written in it."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, WithJsonSchema

from huiyin.api.types import (
    Account,
    Address,
    Birthday,
    Code,
    Heads,
    Long,
    Minutes,
    Moment,
    Name,
    Number,
    Phone,
    Said,
    Short,
    Story,
    Way,
)
from huiyin.core.gb import Sex
from huiyin.loops.models import Agreed
from huiyin.records.models import Domain, Kind, Klass
from huiyin.referrals.models import Reason, Urgency

MOST = 200  # records in one call
SEXES = {
    "男": Sex.MALE, "male": Sex.MALE, "女": Sex.FEMALE, "female": Sex.FEMALE, "不清楚": Sex.UNKNOWN,
    "unknown": Sex.UNKNOWN, **{sex.value: sex for sex in Sex},
}  # fmt: skip
SexSaid = Literal["0", "1", "2", "9", "男", "女", "不清楚", "male", "female", "unknown"]


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class RecordIn(Body):
    """One deed. `class`, `domain` and `thread` are proposed, as on the page, where they are left out."""

    id: UUID
    at: Moment
    minutes: Minutes
    kind: Kind
    klass: Klass | None = Field(None, alias="class")
    domain: Domain | None = None
    thread: UUID | None = None
    loose: StrictBool = False
    people: Annotated[list[UUID], Field(max_length=200)] = Field(default_factory=list)
    heads: Heads = 0
    community: Code | None = None
    note: Story
    private_note: Long = ""
    done: StrictBool = False


class Many(Body):
    """Several at once: each is checked and answered for itself."""

    records: Annotated[list[Any], Field(min_length=1, max_length=MOST)]


ONE_OR_MANY = {
    "anyOf": [
        {"$ref": "#/components/schemas/RecordIn"},
        {
            "type": "object",
            "properties": {
                "records": {
                    "type": "array", "items": {}, "minItems": 1, "maxItems": MOST,
                    "description": "每一项写法同 RecordIn；写得不对的那一项自己得到 422，别的照样记下",
                }
            },
            "required": ["records"],
            "additionalProperties": False,
        },
    ]
}  # fmt: skip
OneOrMany = Annotated[
    dict[str, Any], WithJsonSchema({"type": "object"})
]  # said whole in openapi.py


class PersonIn(Body):
    name: Name
    sex: SexSaid
    birth_on: Birthday | None = None
    id_number: Number = ""
    phone: Phone = ""
    address: Address = ""
    community: Code


class ContactIn(Body):
    name: Name
    phone: Phone


class ReferralIn(Body):
    """个案转介登记表. `matter` is a code or a name of GET matters; `consent` who agreed to the referral."""

    id: UUID
    person: PersonIn
    matter: Short
    problem: Account
    tried: Long = ""
    needs: Long = ""
    urgency: Urgency = Urgency.NORMAL
    agreed: Agreed
    consent: Literal["self", "guardian", "danger"] = "self"
    contact: ContactIn
    station: Code | None = None


class Act(Body):
    """`id` is the act's: the same id and body is done once, however often it is sent."""

    id: UUID | None = None


class AcceptIn(Act):
    short: StrictBool = False


class WordsIn(Act):
    words: Said


class DeclineIn(Act):
    reason: Reason
    words: Said
    alternative: Way


class AnswerIn(Act):
    words: Said
    level: Agreed = Agreed.SUMMARY
