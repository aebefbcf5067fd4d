"""Which planted secrets stand in which answer, and for whom; and which parts of an answer of the API say something.

SEEN: address and row → who → what (the kinds of world.py). A word alone is of the place of the row that was
asked for; "house.name" is of another place of the same station, "sibling.name" of the other station. A form
that comes back shows what it showed before, so a line holds for both methods unless it begins with one; a verb
is only sent. `*` stands for every row. Nothing of this is optional: what is missing from an answer is reported
as well as what is too much, so a page that begins to show something needs its word here, and a reader of this
page can object.

Nobody finds a number, a telephone or an address in the clear, but where somebody has just said what for:
"residents:reveal POST" and "referrals:contact POST".
"""

from collections.abc import Iterable

from tests.rights import asking
from tests.rights.expected import Line
from tests.rights.keys import KEYS, Table
from tests.rights.roles import WHO

TOGETHER = {
    "STAFF": "worker mate both@station room lead",
    "MATES": "mate both@station",  # of the same station, and none of these in their care
    "CARERS": "worker room",
    "ASKERS": "both@committee street committee department",
}
SEEN: Table = {
    "access:units -": {"sysadmin secadmin": "sibling.unit other.unit"},
    "access:edit_unit sibling unit": {"sysadmin": "unit"},
    "access:edit_unit other unit": {"sysadmin": "unit"},
    "access:posts -": {"secadmin": "sibling.unit other.unit"},
    "notices:inbox -": {
        "worker": "name house.name",
        "ASKERS": "name newcomer shared",
        "room": "name",
        "lead": "name child newcomer house.name house.child house.newcomer",
    },
    "GET residents:find -": {
        "worker": "name child house.name house.child",
        "ASKERS": "name newcomer",
        "room": "name child",
    },
    "GET residents:options *": {
        "worker": "own.name own.child house.name house.child",
        "ASKERS": "own.name own.newcomer",
        "room": "own.name own.child",
    },
    "POST residents:options own person": {"STAFF ASKERS": "name"},
    "POST residents:options own child": {"STAFF": "child"},
    "POST residents:options own newcomer": {"STAFF ASKERS": "newcomer"},
    "residents:person own person": {"MATES worker lead": "name child", "room": "name"},
    "residents:person own child": {"MATES worker lead": "name child", "room": "child"},
    "residents:person own newcomer": {
        "MATES worker lead": "newcomer sibling.unit",
        "room": "newcomer",
    },
    "residents:reveal own person": {"STAFF": "name"},
    "residents:reveal own child": {"STAFF": "child"},
    "residents:reveal own newcomer": {"STAFF": "newcomer"},
    "residents:history own person": {"STAFF": "name"},
    "residents:history own child": {"STAFF": "child"},
    "residents:history own newcomer": {"STAFF": "newcomer"},
    "residents:merge own person": {"lead": "name"},
    "residents:merge own child": {"lead": "child"},
    "residents:merge own newcomer": {"lead": "newcomer"},
    "loops:day -": {
        "worker": "name child clerk promise step house.name house.child house.clerk house.promise house.step",
        "room": "name child clerk promise step",
        "lead": "child newcomer clerk house.child house.newcomer house.clerk",
    },
    "loops:board -": {
        "lead": "name child newcomer clerk promise step handed house.name house.child house.newcomer house.clerk house.promise house.step",
    },
    "loops:page own promise": {"STAFF": "name promise"},
    "loops:assign own promise": {"lead": "name promise"},
    "loops:assign own referral": {"lead": "name"},
    "loops:assign own case": {"lead": "name step"},
    "loops:assign own request": {"lead": "child"},
    "loops:unsolved own referral": {"ASKERS": "name"},
    "loops:handover own handover": {"lead": "name handed thing"},
    "loops:paper own handover": {"lead": "name handed thing"},
    "loops:add own handover": {"lead": "name handed thing"},
    "loops:call_off own handover": {"lead": "name handed thing"},
    "loops:taking -": {"mate": "name handed"},
    "loops:refuse own offer": {"mate": "name handed"},
    "records:listed -": {
        "worker": "name child note childnote house.name house.child house.note house.childnote",
        "MATES": "name child house.name house.child",
        "room": "name child note childnote",
        "lead": "name child note house.name house.child house.note",
    },
    "records:listed?person={pk} own person": {"CARERS lead": "name note", "MATES": "name"},
    "records:listed?person={pk} own child": {"CARERS": "child childnote", "MATES lead": "child"},
    "records:listed?thread={pk} own case": {"CARERS lead": "name note", "MATES": "name"},
    "records:listed?thread={pk} own childcase": {
        "CARERS": "child childnote",
        "MATES lead": "child",
    },
    "records:new?person={pk} own person": {
        "worker": "name house.name house.child",
        "MATES lead": "name",
        "room": "name child",
    },
    "records:new?person={pk} sibling person": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} other person": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} own child": {
        "worker": "child house.name house.child",
        "MATES lead": "child",
        "room": "name child",
    },
    "records:new?person={pk} sibling child": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} other child": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} own newcomer": {
        "worker": "newcomer house.name house.child",
        "MATES lead": "newcomer",
        "room": "name child newcomer",
    },
    "records:new?person={pk} sibling newcomer": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} other newcomer": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?person={pk} unknown": {
        "worker": "house.name house.child",
        "room": "own.name own.child",
    },
    "records:new?thread={pk} *": {"worker": "house.name house.child", "room": "own.name own.child"},
    "records:of_today -": {
        "worker": "name child note childnote house.name house.child house.note house.childnote",
        "room": "name child note childnote",
    },
    "records:of_person own person": {"CARERS lead": "note"},
    "records:of_person own child": {"CARERS": "childnote"},
    "records:page own record": {"CARERS lead": "name note private", "MATES": "name"},
    "records:page own childrecord": {"CARERS": "child childnote", "MATES lead": "child"},
    "records:correct own record": {"CARERS lead": "name note private", "MATES": "name"},
    "records:correct own childrecord": {"CARERS": "child childnote", "MATES lead": "child"},
    "records:void own record": {"CARERS lead": "name note private", "MATES": "name"},
    "records:void own childrecord": {"CARERS": "child childnote", "MATES lead": "child"},
    "cases:listed -": {
        "MATES worker lead": "name child house.name house.child",
        "room": "name child",
    },
    "cases:new?person={pk} own person": {"STAFF": "name"},
    "cases:new?person={pk} own child": {"STAFF": "child"},
    "cases:page own case": {
        "CARERS lead": "name clerk intake assessed plan note promise step shared",
        "MATES": "name",
    },
    "cases:page own childcase": {"CARERS": "child childnote", "MATES lead": "child"},
    "cases:intake own case": {"STAFF": "name"},
    "cases:intake own childcase": {"MATES worker lead": "name child", "room": "child"},
    "cases:assess own case": {"STAFF": "name"},
    "cases:assess own childcase": {"STAFF": "child"},
    "cases:plan own case": {"STAFF": "name"},
    "cases:plan own childcase": {"STAFF": "child"},
    "cases:close own case": {"STAFF": "name"},
    "cases:close own childcase": {"STAFF": "child"},
    "cases:promises own case": {"CARERS lead": "name promise", "MATES": "name"},
    "cases:promises own childcase": {"STAFF": "child"},
    "cases:step own case": {"STAFF": "name"},
    "cases:step own childcase": {"STAFF": "child"},
    "rights:waiting -": {"lead": "child house.child"},
    "rights:page own request": {"CARERS both@station": "child", "mate lead": "child leave"},
    "rights:deny own request": {"lead": "child leave"},
    "rights:ask own person": {"STAFF": "name"},
    "rights:ask own child": {"STAFF": "child"},
    "rights:ask own newcomer": {"STAFF": "newcomer"},
    "referrals:committee -": {"ASKERS": "name newcomer"},
    "referrals:list -": {
        "MATES worker lead": "newcomer clerk house.newcomer house.clerk",
        "ASKERS": "name newcomer",
        "room": "newcomer clerk",
    },
    "referrals:mine -": {
        "MATES worker lead": "newcomer clerk house.newcomer house.clerk",
        "ASKERS": "name newcomer",
        "room": "newcomer clerk",
    },
    "referrals:new -": {"ASKERS": "other.unit"},
    "referrals:newcomers -": {"MATES worker lead": "newcomer house.newcomer", "room": "newcomer"},
    "referrals:of_case own case": {"STAFF": "clerk"},
    "referrals:page own referral": {
        "CARERS lead": "name clerk ask tried needs reply shared",
        "MATES": "name clerk",
        "ASKERS": "name shared",
    },
    "referrals:page own ask": {
        "MATES worker lead": "newcomer clerk ask tried needs sibling.unit",
        "ASKERS": "newcomer",
        "room": "newcomer clerk ask tried needs other.unit",
    },
    "referrals:receipt own referral": {"STAFF ASKERS": "name"},
    "referrals:receipt own ask": {"STAFF ASKERS": "newcomer"},
    "referrals:paper own referral": {"STAFF ASKERS": "name clerk"},
    "referrals:return own ask": {
        "MATES worker lead": "newcomer clerk ask tried needs sibling.unit",
        "room": "newcomer clerk ask tried needs other.unit",
    },
    "referrals:pass_on own ask": {
        "MATES worker lead": "newcomer clerk ask tried needs sibling.unit",
        "room": "newcomer clerk ask tried needs other.unit",
    },
    "referrals:decline own ask": {
        "MATES worker lead": "newcomer clerk ask tried needs sibling.unit",
        "room": "newcomer clerk ask tried needs other.unit",
    },
    "referrals:object own ask": {"lead": "newcomer clerk ask tried needs sibling.unit"},
    "referrals:inform own referral": {
        "CARERS lead": "name clerk ask tried needs reply shared",
        "MATES": "name clerk",
    },
    "referrals:answer own referral": {
        "CARERS lead": "name clerk ask tried needs reply shared",
        "MATES": "name clerk",
    },
    "referrals:resend own referral": {"ASKERS": "name shared"},
    "referrals:resend own ask": {"ASKERS": "newcomer"},
    "referrals:contact own referral": {
        "CARERS lead": "name clerk ask tried needs reply shared",
        "MATES": "name clerk",
    },
    "referrals:contact own ask": {
        "MATES worker lead": "newcomer clerk ask tried needs sibling.unit",
        "room": "newcomer clerk ask tried needs other.unit",
    },
    "insight:figures -": {"hub purchaser": "sibling.unit", "street": "other.unit"},
    "api:find_residents -": {
        "worker": "name child house.name house.child",
        "ASKERS": "name newcomer",
        "room": "name child",
    },
    "api:find_residents?q={word} own person": {"STAFF ASKERS": "name"},
    "api:find_residents?q={word} own child": {"STAFF": "child"},
    "api:find_residents?q={word} own newcomer": {"STAFF ASKERS": "newcomer"},
    "api:one_resident own person": {"STAFF": "name"},
    "api:one_resident own child": {"STAFF": "child"},
    "api:one_resident own newcomer": {"STAFF": "newcomer"},
    "api:list_referrals GET -": {
        "MATES worker lead": "name newcomer house.name house.newcomer",
        "ASKERS room": "name newcomer",
    },
    "api:one_referral own referral": {
        "CARERS lead": "name ask tried needs reply shared",
        "MATES": "name",
        "ASKERS": "name shared",
    },
    "api:one_referral own ask": {"STAFF": "newcomer ask tried needs", "ASKERS": "newcomer"},
    "api:accept_referral own ask": {
        "MATES worker lead": "newcomer ask tried needs",
        "room": "newcomer",
    },
    "api:return_referral own ask": {"STAFF": "newcomer ask tried needs"},
    "api:decline_referral own ask": {"STAFF": "newcomer ask tried needs"},
    "api:answer_referral own referral": {
        "CARERS lead": "name ask tried needs reply shared",
        "MATES": "name",
    },
    "api:resend_referral own ask": {"ASKERS": "newcomer"},
    "api:list_records GET -": {
        "worker": "name child note childnote house.name house.child house.note house.childnote",
        "MATES": "name child house.name house.child",
        "room": "name child note childnote",
        "lead": "name child note house.name house.child house.note",
    },
    "api:list_records?person={pk} GET own person": {"CARERS lead": "name note", "MATES": "name"},
    "api:list_records?person={pk} GET own child": {
        "CARERS": "child childnote",
        "MATES lead": "child",
    },
    "api:list_records POST own person": {"STAFF": "name"},
    "api:list_records POST own child": {"STAFF": "child"},
    "api:one_record own record": {"CARERS lead": "name note", "MATES": "name"},
    "api:one_record own childrecord": {"CARERS": "child childnote", "MATES lead": "child"},
    "api:list_loops -": {
        "worker": "name child clerk promise step house.name house.child house.clerk house.promise house.step",
        "ASKERS": "name newcomer clerk",
        "room": "name child clerk promise step",
        "lead": "child newcomer clerk house.child house.newcomer house.clerk",
    },
    "api:list_loops?owner=all -": {
        "ASKERS": "name newcomer clerk",
        "lead": "name child newcomer clerk promise step handed house.name house.child house.newcomer house.clerk house.promise house.step",
    },
    "api:figure_rows?measure=service.person_times&unit={pk}&from=2026-02-01&to=2026-02-28 own code": {
        "MATES worker lead": "name house.name",
        "room": "name",
    },
    "api:figure_rows?measure=service.person_times&unit={pk}&from=2026-02-01&to=2026-02-28 sibling code": {
        "hub": "unit"
    },
    "loops:keep own promise": {"STAFF": "name promise"},
    "loops:step own promise": {"STAFF": "name promise"},
    "contracts:list -": {
        "lead agency purchaser": "contract",
        "hub": "contract sibling.contract sibling.unit",
    },
    "contracts:draft -": {"purchaser": "contract"},
    "contracts:page own contract": {"lead hub agency purchaser": "contract"},
    "contracts:page sibling contract": {"hub": "contract unit"},
    "contracts:serve own contract": {"purchaser": "contract sibling.unit"},
    "contracts:put_indicator own contract": {"purchaser": "contract"},
    "contracts:put_cap own contract": {"purchaser": "contract"},
    "contracts:end own contract": {"purchaser": "contract"},
    "api:one_handover own handover": {"lead": "name handed thing"},
    "residents:reveal POST own person": {"STAFF": "number phone address"},
    "residents:reveal POST own child": {"CARERS": "childnumber childphone childaddress"},
    "residents:reveal POST own newcomer": {"STAFF": "sibling.number"},
    "referrals:contact POST own referral": {
        "CARERS lead": "name clerk contact ask tried needs reply shared",
        "MATES": "name clerk contact",
    },
    "referrals:contact POST own ask": {
        "MATES worker lead": "newcomer clerk contact ask tried needs sibling.unit",
        "room": "newcomer clerk contact ask tried needs other.unit",
    },
    "insight:figures?unit={pk}&period=last_month own code": {
        "hub purchaser": "sibling.unit",
        "street": "other.unit",
    },
    "insight:figures?unit={pk}&period=last_month sibling code": {
        "hub purchaser": "unit",
        "street": "other.unit",
    },
    "insight:figure?unit={pk}&period=last_month own code": {
        "hub purchaser": "sibling.unit",
        "street": "other.unit",
    },
    "insight:figure?unit={pk}&period=last_month sibling code": {
        "hub purchaser": "unit",
        "street": "other.unit",
    },
    "insight:rows?unit={pk}&period=last_month own code": {
        "MATES worker lead": "name house.name",
        "room": "name",
    },
    "insight:rows?unit={pk}&period=last_month sibling code": {"hub": "unit"},
    "insight:contract own contract": {"lead hub agency purchaser": "contract"},
    "insight:contract sibling contract": {"hub": "contract unit"},
}


def secrets(line: Line, name: str, method: str, row: str) -> frozenset[str]:
    """What this one must find in this answer, and nothing else: {"own.name", …}."""
    relation = row.split(" ")[0].replace("-", "own")
    words = _said(SEEN, line, name, method, row).split()
    return frozenset(word if "." in word else f"{relation}.{word}" for word in words)


def keys(line: Line, name: str, method: str, row: str) -> frozenset[str]:
    """The parts of an answer of the API that say something to this one."""
    return frozenset(_said(KEYS, line, name, method, row).split())


def _said(table: Table, line: Line, name: str, method: str, row: str) -> str:
    if line.get == 405 and method == "GET":
        return ""
    if line.post == 405 and method == "POST":
        return ""
    places = (f"{line.label} {row}", f"{line.label} *")
    told = [
        table[f"{how}{place}"]
        for place in places
        for how in (f"{method} ", "")
        if f"{how}{place}" in table
    ]
    return next(
        (words for who, words in (told[0] if told else {}).items() if name in _all(who)), ""
    )


def _all(who: str) -> list[str]:
    return [name for word in who.split() for name in TOGETHER.get(word, word).split()]


def beside(lines: Iterable[Line]) -> list[str]:
    """Lines of this page about an answer that nobody asks for, or about nobody."""
    asked = [f"{line.label} {row}" for line in lines for row in asking.rows_of(line)]
    bare = {key: key.removeprefix("POST ").removeprefix("GET ") for key in (*SEEN, *KEYS)}
    lost = [
        key
        for key, place in bare.items()
        if not any(one == place or _under(one, place) for one in asked)
    ]
    told = [*SEEN.values(), *KEYS.values()]
    return lost + [who for one in told for who in one if set(_all(who)) - set(WHO)]


def _under(asked: str, place: str) -> bool:
    """ "records:listed *" is about every row of it."""
    return place.endswith(" *") and asked.startswith(place[:-1])
