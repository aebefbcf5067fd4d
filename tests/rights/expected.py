"""Which address answers whom: one line per name of the URL resolver.

How to add a line. `page` is read (GET), `form` is read and sent, `verb` is only sent. Give its name, the
capability its view asks for, and the kinds of row its address names (`roles.GROUPS`); the status for each
role and each row follows from these (`status` below). What does not follow stands in `but`, with a pattern of
"METHOD who row" and the status, first match first. Then run `pytest tests/rights` and read what it says; the
words this page shows go into seen.py.
"""

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from tests.rights.roles import Who

SIGN_IN, NEW_PASSWORD = "302 /sign-in", "302 /account/password"
FREE = {
    "access:password",
    "account_logout",
    "portal:healthz",
    "api:openapi",
    "api:nowhere",
}  # open to a one-time password
TOKENLESS = {"anonymous", "postless", "onetime"}  # a token is a post's; a one-time password ends it
HOMELESS = ("* postless -", "* evaluator -")
# narratives are for who serves the person; an adult's for the lead too, a child's by Care alone
SHUT = dict.fromkeys(("* mate own *", "* both@station own *", "* lead own childcase"), 403)
MEASURE = "service.person_times"
PLACE = "?unit={pk}&period=last_month"
FIGURE = f"?measure={MEASURE}&unit={{pk}}&from=2026-02-01&to=2026-02-28"
DEED = {"at": "2026-03-10T09:00:00+08:00", "minutes": 30, "kind": "visit", "note": "试"}
# who does not care for a child asks the lead, and the lead does not open it for herself
BY_LEAVE = ("POST mate own child", "POST both@station own child", "POST lead own child")
# eyes outside the staff: a cell of fewer than five people is hidden, and so are the rows behind it
FEW = {
    f"{method} {name} {row} code": 409
    for method in ("GET", "POST")
    for name in ("purchaser", "street")
    for row in ("own", "sibling")
}
FEW_READ = {asked: answer for asked, answer in FEW.items() if asked.startswith("GET")}
NO_BOARD = ("GET worker *", "GET mate *", "GET both@station *", "GET room *")
GET, POST = ("GET",), ("POST",)
NO = {"reason": "outside", "words": "不在范围", "alternative": "请找街道"}
Kinds = tuple[str, ...]


@dataclass(frozen=True)
class Line:
    name: str
    needs: str  # a capability, "own" for whoever is signed in, "public" for everyone
    of: Kinds = ()
    get: int | str = 200
    post: int | str = 200
    body: dict[str, Any] = field(default_factory=dict)  # {pk} is the row's id, {word} a name
    query: str = ""
    path: str = ""  # where the pattern is no path that could be made from its name
    args: tuple[str, ...] = ()  # what stands in the path and is no row
    methods: tuple[str, ...] = ("GET", "POST")
    fragment: bool = False  # asked for by an island, which puts the answer into the page
    machine: bool = False  # of the API: asked with a token, answered in JSON
    blind: bool = False  # answers alike whether there is such a row or not
    but: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        return self.name + self.query + (" " + self.methods[0] if len(self.methods) == 1 else "")


def page(name: str, needs: str, of: str = "", **more: Any) -> Line:
    return Line(name, needs, tuple(of.split()), **more)


def form(name: str, needs: str, of: str = "", *, post: int | str = 422, **more: Any) -> Line:
    """With nothing but its act it comes back with its errors."""
    return Line(name, needs, tuple(of.split()), post=post, **more)


def verb(name: str, needs: str, of: str = "", *, post: int | str, **more: Any) -> Line:
    return Line(name, needs, tuple(of.split()), get=405, post=post, **more)


def read(name: str, needs: str, of: str = "", **more: Any) -> Line:
    """An operation of the API that reads. Another method is told so before anything else is asked."""
    return Line(name, needs, tuple(of.split()), post=405, machine=True, **more)


def act(name: str, needs: str, of: str = "", *, post: int = 200, **more: Any) -> Line:
    """An operation of the API that does something; its body must be right, or it is 422 before the row is read."""
    return Line(name, needs, tuple(of.split()), get=405, post=post, machine=True, **more)


def status(line: Line, who: Who, name: str, method: str, row: str) -> str:
    """What this one must be answered."""
    asked = f"{method} {name} {row}"
    said = (str(answer) for pattern, answer in line.but.items() if fnmatchcase(asked, pattern))
    done = str(line.get if method == "GET" else line.post)
    follows = _by_token if line.machine else _by_cookie
    return next(said, None) or follows(line, who, name, done, row)


def _by_cookie(line: Line, who: Who, name: str, done: str, row: str) -> str:
    if name == "onetime" and line.name not in FREE:
        return NEW_PASSWORD
    if line.needs == "public":
        return done
    return _within(line, who, done, row) if who.user else SIGN_IN


def _by_token(line: Line, who: Who, name: str, done: str, row: str) -> str:
    """The API looks at the method before it looks at who asks."""
    if done == "405":
        return done
    return "401" if name in TOKENLESS else _within(line, who, done, row)


def _within(line: Line, who: Who, done: str, row: str) -> str:
    """The order is that of a request: what the post may, the method, the row."""
    if not who.may(line.needs):
        return "403"
    return done if done == "405" or line.blind or _in_sight(who, row) else "404"


def _in_sight(who: Who, row: str) -> bool:
    relation, _, kind = row.partition(" ")
    return relation != "unknown" and (not kind or who.in_sight(kind, relation))


LINES = [
    # ui, audit, places
    page("ui:gallery", "gallery.view"),
    page("ui:keys", "own"),
    page("ui:menu", "own"),
    page("audit:journal", "journal.read"),
    page("audit:verification", "journal.read"),
    page("places:calendar", "calendar.view"),
    verb("places:edit", "calendar.edit", post=422),
    # access: the door, and one's own
    page("access:home", "own", get=302, post=302, but=dict.fromkeys(HOMELESS, 200)),
    page("access:account", "own"),
    form("access:password", "own"),
    form("access:factor", "own", get=302, post=302),  # asks for the password first
    verb("access:remove_factor", "own", post=302),
    verb("access:renew_codes", "own", post=302),
    verb("access:end_session", "own", "session", post=302, blind=True),
    verb("access:end_other_sessions", "own", post=302),
    verb("access:set_keys", "own", post=302),
    verb("access:choose_post", "own", post=404),
    form(
        "account_login",
        "public",
        get=302,
        post=302,
        but={"GET anonymous *": 200, "POST anonymous *": 422},
    ),
    form("mfa_authenticate", "public", get=302, post=302, but={"* anonymous *": SIGN_IN}),
    verb("account_logout", "public", post=SIGN_IN),
    form("account_reauthenticate", "own"),
    form("mfa_reauthenticate", "own", get=302, post=302),
    # access: the offices
    page("access:accounts", "account.view"),
    form("access:open_account", "account.open"),
    page("access:one_account", "account.view", "user"),
    verb("access:reset", "account.reset", "user", post=200),
    verb("access:unlock", "account.unlock", "user", post=302),
    verb("access:close", "account.close", "user", post=302),
    verb("access:reopen", "account.open", "user", post=409),
    page("access:units", "unit.view"),
    form("access:open_unit", "unit.open"),
    form("access:edit_unit", "unit.edit", "unit"),
    form("access:open_organisation", "organisation.open"),
    form("access:edit_organisation", "organisation.edit", "organisation"),
    page("access:posts", "post.view"),
    form("access:grant_post", "post.grant"),
    page("access:one_post", "post.view", "post"),
    verb("access:end_post", "post.end", "post", post=422),
    verb("access:grant_reach", "reach.grant", "post", post=422),
    verb("access:end_reach", "reach.end", "reach", post=422),
    page("access:deputies", "deputy.view"),
    verb("access:appoint", "deputy.appoint", post=422),
    verb("access:end_deputy", "deputy.end", "deputy", post=302),
    # notices
    page("notices:inbox", "own"),
    verb("notices:read", "own", "message", post=302),
    # residents
    form("residents:find", "person.find", post=302),
    page(
        "residents:options",
        "person.find",
        "person child newcomer",
        body={"q": "{word}"},
        blind=True,
    ),
    form("residents:register", "person.register"),
    page("residents:person", "person.view", "person child newcomer"),
    page("residents:identity", "person.view", "person child newcomer"),
    form("residents:reveal", "person.reveal", "person child newcomer"),
    form(
        "residents:reveal",
        "person.reveal",
        "person child newcomer",
        post=200,
        methods=POST,
        fragment=True,
        body={"purpose": "visit", "words": "上门"},
        but=dict.fromkeys(BY_LEAVE, 409) | {"* anonymous *": 401, "* onetime *": 204},
    ),
    page("residents:history", "person.view", "person child newcomer"),
    form("residents:merge", "person.merge", "person child newcomer"),
    verb("residents:unmerge", "person.unmerge", "person child newcomer", post=409),
    verb("residents:withdraw", "consent.withdraw", "consent", post=302),
    # loops
    page("loops:day", "day.view"),
    page("loops:answered", "day.view"),
    page("loops:board", "loop.board"),
    form(
        "loops:promise", "loop.promise", "person child newcomer", query="?person={pk}", blind=True
    ),
    form("loops:promise", "loop.promise", "case promise", query="?parent={pk}", blind=True),
    page("loops:page", "loop.view", "promise"),
    page("loops:page", "loop.view", "referral case request", get=302, post=302),
    verb("loops:keep", "loop.keep", "promise", post=422),
    verb("loops:keep", "loop.keep", "referral case childcase request", post=302),
    verb("loops:step", "loop.step", "promise", post=422),
    verb("loops:step", "loop.step", "referral case childcase request", post=302),
    verb("loops:assign", "loop.assign", "promise referral case request", post=422),
    verb("loops:nudge", "loop.nudge", "promise referral case request", post=302),
    form("loops:unsolved", "loop.unsolved", "promise referral case request"),
    page("loops:handovers", "handover.view"),
    form("loops:begin", "handover.open"),
    page("loops:handover", "handover.view", "handover"),
    page("loops:paper", "handover.view", "handover"),
    verb("loops:offer", "handover.open", "handover", post=409),
    verb("loops:newcomers", "handover.open", "handover", post=302),
    verb("loops:add", "handover.open", "handover", post=422),
    verb("loops:finish", "handover.open", "handover", post=409),
    verb("loops:call_off", "handover.open", "handover", post=422),
    verb("loops:settle", "handover.open", "item", post=409),
    page("loops:taking", "handover.take"),
    verb("loops:take", "handover.take", "offer", post=302),
    verb("loops:refuse", "handover.take", "offer", post=422),
    verb("loops:tick", "handover.take", "offer", post=302),
    # contracts
    page("contracts:boundary", "boundary.view"),
    page("contracts:history", "boundary.view", "boundary"),
    form("contracts:edit", "boundary.edit", "boundary"),
    page("contracts:list", "contract.view"),
    form("contracts:draft", "contract.draft"),
    page("contracts:page", "contract.view", "contract"),
    form("contracts:serve", "contract.draft", "contract"),
    form("contracts:put_indicator", "contract.draft", "contract"),
    form("contracts:put_cap", "contract.draft", "contract"),
    verb("contracts:sign", "contract.sign", "contract", post=302),
    form("contracts:end", "contract.end", "contract"),
    # records
    page("records:listed", "record.view"),
    page("records:listed", "record.view", "person child", query="?person={pk}", blind=True),
    page("records:listed", "record.view", "case childcase", query="?thread={pk}", blind=True),
    form("records:new", "record.write", "person child newcomer", query="?person={pk}", blind=True),
    form("records:new", "record.write", "case referral", query="?thread={pk}", blind=True),
    page("records:proposed", "record.write", "person child", query="?person={pk}", blind=True),
    page("records:of_today", "record.view"),
    page("records:of_person", "record.view", "person child newcomer"),
    page("records:page", "record.view", "record childrecord"),
    form("records:correct", "record.correct", "record childrecord"),
    form("records:void", "record.void", "record childrecord"),
    # cases
    page("cases:listed", "case.view"),
    form("cases:new", "case.open", "person child", query="?person={pk}"),
    form(
        "cases:new", "case.open", "newcomer", query="?person={pk}", get=404, post=404
    ),  # not taken in yet
    page("cases:of_person", "case.view", "person child newcomer"),
    page("cases:page", "case.view", "case childcase", but=SHUT),
    form("cases:intake", "case.intake", "case childcase"),
    form("cases:assess", "case.assess", "case childcase"),
    form("cases:plan", "case.plan", "case childcase"),
    form("cases:close", "case.close", "case childcase"),
    form("cases:reopen", "case.reopen", "case childcase", get=302, post=409),
    page("cases:promises", "case.view", "case childcase", but=SHUT),
    form("cases:step", "loop.step", "case childcase"),
    # rights
    page("rights:waiting", "reveal.grant"),
    page("rights:page", "reveal.ask", "request"),
    verb("rights:grant", "reveal.grant", "request", post=302),
    verb("rights:deny", "reveal.deny", "request", post=422),
    verb("rights:use", "reveal.use", "request", post=409),
    form("rights:ask", "reveal.ask", "person child newcomer"),
    page("rights:leave", "reveal.ask", "person child newcomer"),
    # referrals
    page("referrals:committee", "referral.send"),
    page("referrals:list", "referral.view"),
    page("referrals:mine", "referral.view"),
    form("referrals:new", "referral.send"),
    form("referrals:enter", "referral.enter"),
    page("referrals:aside", "boundary.view"),
    page("referrals:newcomers", "referral.accept"),
    page("referrals:of_person", "referral.accept", "person child newcomer"),
    page("referrals:of_case", "referral.answer", "case childcase"),
    page("referrals:page", "referral.view", "referral ask"),
    page("referrals:receipt", "referral.view", "referral ask"),
    page("referrals:paper", "referral.view", "referral"),
    verb("referrals:accept", "referral.accept", "ask", post=302),
    verb("referrals:return", "referral.return", "ask", post=422),
    verb("referrals:pass_on", "referral.pass_on", "ask", post=422),
    verb("referrals:decline", "referral.decline", "ask", post=422),
    verb("referrals:agree", "referral.agree", "ask", post=409),
    verb("referrals:object", "referral.object", "ask", post=422),
    verb("referrals:inform", "referral.inform", "referral", post=422),
    verb("referrals:answer", "referral.answer", "referral", post=422),
    verb("referrals:resend", "referral.resend", "referral ask", post=422),
    verb("referrals:withdraw", "referral.withdraw", "referral ask", post=302),
    verb("referrals:contact", "referral.accept", "referral ask", post=422),
    verb(
        "referrals:contact",
        "referral.accept",
        "referral ask",
        post=200,
        methods=POST,
        body={"purpose": "约"},
    ),
    # insight
    page("insight:figures", "figure.view"),
    page("insight:figures", "figure.view", "code", query=PLACE),
    page("insight:figure", "figure.view", "code", args=(MEASURE,), query=PLACE),
    page("insight:rows", "figure.view", "code", args=(MEASURE,), query=PLACE, but=FEW),
    page("insight:contract", "contract.view", "contract"),
    # api: the pages of tokens
    page("api:tokens", "own"),
    page("api:panel", "own"),
    verb("api:make", "own", post=302),  # asks for the password first
    verb("api:end", "own", "token", post=302, but={"POST postless *": 404}),
    # api: the operations
    page("api:openapi", "public"),
    page("api:nowhere", "public", path="/api/v1/nowhere", get=404, post=404),
    read("api:me", "own"),
    read("api:find_residents", "person.find"),
    read(
        "api:find_residents", "person.find", "person child newcomer", query="?q={word}", blind=True
    ),
    read("api:one_resident", "person.view", "person child newcomer"),
    read("api:matters", "boundary.view"),
    read("api:list_referrals", "referral.view", methods=GET),
    act("api:list_referrals", "referral.send", methods=POST, post=422),
    read("api:one_referral", "referral.view", "referral ask"),
    act("api:accept_referral", "referral.accept", "ask"),
    act("api:return_referral", "referral.return", "ask", body={"words": "请补充"}),
    act("api:decline_referral", "referral.decline", "ask", body=NO),
    act(
        "api:answer_referral",
        "referral.answer",
        "referral",
        body={"words": "办好了", "level": "status"},
    ),
    act("api:resend_referral", "referral.resend", "ask", body={"words": "补充"}),
    read("api:list_records", "record.view", methods=GET),
    read(
        "api:list_records",
        "record.view",
        "person child",
        query="?person={pk}",
        methods=GET,
        blind=True,
    ),
    act(
        "api:list_records",
        "record.write",
        "person child",
        methods=POST,
        post=201,
        body=DEED | {"people": ["{pk}"]},
    ),
    act(
        "api:list_records",
        "record.write",
        "case promise",
        methods=POST,
        post=201,
        body=DEED | {"thread": "{pk}", "heads": 1},
    ),
    read("api:one_record", "record.view", "record childrecord"),
    read("api:list_loops", "loop.view"),
    read("api:list_loops", "loop.view", query="?owner=all", but=dict.fromkeys(NO_BOARD, 403)),
    read("api:list_measures", "figure.view"),
    read("api:one_figure", "figure.view", "code", query=FIGURE),
    read("api:figure_rows", "figure.view", "code", query=FIGURE, but=FEW_READ),
    read("api:one_handover", "handover.view", "handover"),
    act("api:close_account", "account.close", "username"),
    # portal
    form("portal:lookup", "public"),
    page("portal:privacy", "public"),
    page("portal:boundary", "public"),
    page("portal:healthz", "public"),
]
