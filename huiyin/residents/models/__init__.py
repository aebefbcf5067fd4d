"""Residents: who they are, who lives with whom, who serves them, what they agreed to (model.md 5)."""

from huiyin.residents.models.cares import Care, Grade
from huiyin.residents.models.consents import Consent, ConsentKind, Level
from huiyin.residents.models.homes import Household, Member, Relation
from huiyin.residents.models.keys import SubjectKey
from huiyin.residents.models.people import (
    Category,
    CategoryCode,
    Life,
    Merge,
    NameEnding,
    NoNumber,
    Person,
    Phone,
    PhoneState,
    State,
)
from huiyin.residents.models.sights import Look, Purpose, Reveal, What

__all__ = [
    "Care", "Category", "CategoryCode", "Consent", "ConsentKind", "Grade", "Household", "Level", "Life",
    "Look", "Member", "Merge", "NameEnding", "NoNumber", "Person", "Phone", "PhoneState", "Purpose",
    "Relation", "Reveal", "State", "SubjectKey", "What",
]  # fmt: skip
