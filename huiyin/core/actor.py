"""One user in one post. Who holds two posts changes post, not sight (model.md 4)."""

from dataclasses import dataclass, replace
from typing import Literal
from uuid import UUID

Lens = Literal["reach", "asker", "self", "none"]


@dataclass(frozen=True, slots=True)
class Actor:
    user: UUID | None = None
    post: UUID | None = None
    unit: str = ""  # the code her rows are written under
    can: frozenset[str] = frozenset()
    rows: Lens = "none"  # the one lens through which rows are seen
    reach: tuple[str, ...] = ()  # code prefixes: of rows when rows == "reach", of figures always
    org: UUID | None = None
    people: frozenset[UUID] = frozenset()  # in her care, or named by her organisation
    threads: frozenset[UUID] = frozenset()  # passes
    stand_ins: frozenset[UUID] = frozenset()  # users she deputises for today
    inside: tuple[str, UUID] | None = None  # (verb, act of the outermost door)
    name: str = ""
    role: str = ""
    place: str = ""
    chain: str = "000000"  # the district whose journal she writes

    def may(self, capability: str) -> bool:
        return capability in self.can

    @property
    def who(self) -> UUID:
        """The user of a verb that only a person can do."""
        if self.user is None:
            raise RuntimeError(f"{self.name} is a job: this needs a person")
        return self.user

    @property
    def owners(self) -> tuple[UUID, ...]:
        """Whose promises are hers to keep today: her own, and those of whom she stands in for."""
        return (*([self.user] if self.user else []), *sorted(self.stand_ins))

    @property
    def station(self) -> str:
        return self.unit[:10]

    @property
    def district(self) -> str:
        return self.unit[:6]

    @property
    def known(self) -> bool:
        return self.user is not None

    def within(self, verb: str, act: UUID) -> "Actor":
        """However deep the verbs go, all of them belong to the one act that was asked for."""
        return replace(self, inside=(verb, self.inside[1] if self.inside else act))

    @classmethod
    def system(
        cls, name: str, *, chain: str = "000000", can: frozenset[str] = frozenset()
    ) -> "Actor":
        """A job. It is named in the journal like anyone else; its reach is its chain's district."""
        reach = ("",) if chain == "000000" else (chain,)
        return cls(
            name=name, can=can, rows="reach", reach=reach, unit=reach[0], chain=chain, role="system"
        )


ANONYMOUS = Actor()
