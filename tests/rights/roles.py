"""Who asks, and what each of them sees: written by hand from blueprint.md 1, not read from the code it tests.

`own`, `sibling` and `other` are places of the world as this one looks at them. For a station the sibling is
the other operator of its street, for a room or a committee the next community of the same station; `other` is
always another district. `unknown` is an id that nothing has.
"""

from dataclasses import dataclass, field

from huiyin.access.policy import ROLES

RELATIONS = ("own", "sibling", "other", "unknown")
STATION = {"own": "station", "sibling": "rival", "other": "stranger"}
COMMUNITY = {"own": "room", "sibling": "next", "other": "stranger"}
STREET = {"own": "street", "sibling": "room", "other": "stranger"}
DEPARTMENT = {"own": "department", "sibling": "room", "other": "stranger"}

# what of a kind of row is in sight: of whose place
GROUPS = {
    "file": ("case", "childcase", "person", "child", "record", "childrecord", "promise", "consent"),
    "request": ("request",),  # it lies with the lead; who cares for the child sees it too
    "ask": ("referral", "ask"),
    "newcomer": ("newcomer",),
    "office": ("user", "post", "reach", "username"),
    "deputy": ("deputy",),
    "open": ("unit", "organisation", "boundary"),
    "contract": ("contract",),
    "code": ("code",),  # of whose figures
    "handover": ("handover",),
    "item": ("item",),
    "offer": ("offer",),  # the same, as whoever was named is asked to take it
    "mine": ("message", "token"),
    "session": ("session",),
}
GROUP_OF = {kind: group for group, kinds in GROUPS.items() for kind in kinds}
EVERYWHERE = frozenset({"own", "sibling", "other"})
ALWAYS = {"open": EVERYWHERE, "mine": frozenset({"own"})}
OWN = frozenset({"own"})


@dataclass(frozen=True)
class Who:
    """One who asks: her account in the world, the role of the post she is in, and where she looks from."""

    user: str
    role: str = ""
    places: dict[str, str] = field(default_factory=lambda: STATION)
    sees: dict[str, frozenset[str]] = field(default_factory=dict)

    def may(self, capability: str) -> bool:
        held = ROLES[self.role].can if self.role else frozenset({"own"})
        return capability in held

    def in_sight(self, kind: str, relation: str) -> bool:
        return relation in (ALWAYS | self.sees).get(GROUP_OF[kind], frozenset())


FILES = dict.fromkeys(
    ("file", "ask", "newcomer", "deputy", "request", "handover", "item", "contract", "code"), OWN
)
HIGHER = dict.fromkeys(("handover", "item"), frozenset[str]())  # the station's own, above her room
ASKED = {"ask": OWN, "newcomer": OWN}
BOUGHT = {"contract": OWN, "code": frozenset({"own", "sibling"})}
STREETS = ASKED | {"code": frozenset({"own", "sibling"})}
OFFICES = {"office": EVERYWHERE}

WHO: dict[str, Who] = {
    "anonymous": Who(""),
    "postless": Who("postless"),
    "onetime": Who("onetime", "worker", sees=FILES),
    "worker": Who("worker", "worker", sees=FILES),
    "mate": Who(
        "mate", "worker", sees=FILES | {"offer": OWN}
    ),  # the same station, and none of these in her care
    "both@station": Who("both", "worker", sees=FILES),
    "both@committee": Who("both", "committee", COMMUNITY, sees=ASKED),
    "room": Who("room", "room", COMMUNITY, sees=FILES | HIGHER),
    "lead": Who("lead", "lead", sees=FILES),
    "hub": Who("hub", "hub", sees=dict.fromkeys(FILES, frozenset({"own", "sibling"}))),
    "agency": Who("agency", "agency", sees=FILES),
    "purchaser": Who("purchaser", "purchaser", sees=BOUGHT),
    "street": Who("street", "street", STREET, sees=STREETS),
    "committee": Who("committee", "committee", COMMUNITY, sees=ASKED),
    "department": Who("department", "department", DEPARTMENT, sees=ASKED),
    "evaluator": Who("evaluator", "evaluator"),
    "sysadmin": Who("sysadmin", "sysadmin", sees=OFFICES),
    "secadmin": Who("secadmin", "secadmin", sees=OFFICES),
    "auditor": Who("auditor", "auditor"),
}
