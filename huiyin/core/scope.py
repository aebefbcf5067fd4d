"""Which rows an actor sees: one line on the model, one filter of literals (model.md 4)."""

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Self, TypeVar

from django.db.models import Model, Q, QuerySet

from huiyin.core.actor import Actor
from huiyin.core.codes import under

M = TypeVar("M", bound=Model, covariant=True)
NOTHING = Q(pk__in=[])


@dataclass(frozen=True)
class Scope:
    """Paths from a model to what the lenses look at; an absent path lets nothing through.

    `unit` code of the holder · `asker` organisation that asked · `person` about whom · `thread` the Loop ·
    `named` a person an asking organisation named itself · `capability` rows of the offices, seen whole
    by who holds it · `own` a user who always sees her own row.
    """

    unit: str = ""
    asker: str = ""
    person: str = ""
    thread: str = ""
    named: str = ""
    capability: str = ""
    own: str = ""
    open: bool = False

    @classmethod
    def of_loop(cls, path: str = "loop") -> "Scope":
        """A noun that hangs on a Loop is seen as its Loop is: a join on a key, which doubles nothing."""
        return cls(
            unit=f"{path}__unit", asker=f"{path}__asker_org", person=f"{path}__person", thread=path
        )

    @classmethod
    def everyone(cls) -> "Scope":
        return cls(open=True)

    @classmethod
    def held(cls, capability: str, *, own: str = "") -> "Scope":
        return cls(capability=capability, own=own)

    def q(self, actor: Actor) -> Q:
        if self.open:
            return Q()
        if self.capability and actor.may(self.capability):
            return Q()
        return reduce(or_, self._windows(actor), NOTHING)

    def _windows(self, actor: Actor) -> list[Q]:
        windows = []
        if self.own and actor.user:
            windows.append(Q(**{self.own: actor.user}))
        if self.thread and actor.threads:
            windows.append(Q(**{f"{self.thread}__in": actor.threads}))
        if actor.rows == "reach" and self.unit:
            windows += [under(self.unit, prefix) for prefix in actor.reach]
        if actor.rows == "asker" and self.asker and actor.org:
            windows.append(Q(**{self.asker: actor.org}))
        person = self.person if actor.rows in {"reach", "self"} else self.named
        if person and actor.people and actor.rows != "none":
            windows.append(Q(**{f"{person}__in": actor.people}))
        return windows


class ScopedQuerySet(QuerySet[M]):
    def visible_to(self, actor: Actor) -> Self:
        """One filter of literals: unit-code ranges, and short lists of ids.

        A subquery around it costs 2 to 22 times the page, an OR with a subquery up to 50 times,
        LIKE 35 to 140 times (figures in model.md 4).
        """
        scope: Scope = self.model.scope  # type: ignore[attr-defined]
        if actor.rows == "reach" and "" in actor.reach and scope.unit:
            return self.all()  # a reach over the nation: Q() inside an OR would be dropped
        return self.filter(scope.q(actor))
