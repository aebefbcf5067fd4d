"""The boundary, as a new house has it; and contracts, written as a purchaser writes them."""

from datetime import date

from huiyin.access.models import Organisation, Unit, User
from huiyin.contracts import defaults, rules
from huiyin.contracts.models import BoundaryRule, Contract
from huiyin.demo.builders.access import actor_for

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
Promised = tuple[str, str, str, int]  # code, name, measure, target


def make_boundary() -> None:
    """The shipped rows; a test that emptied the database puts them back with this."""
    defaults.put(BoundaryRule)


def make_matter(code: str = "elder") -> BoundaryRule:
    """The row of the house for this matter."""
    make_boundary()
    return BoundaryRule.objects.current().get(unit="", matter=code)


def make_contract(
    purchaser: User, agency: Organisation, *units: Unit, name: str = "2025 年度合同",
    funding: str = "relief", since: date = YEAR[0], until: date = YEAR[1], money_fen: int = 40_000_000,
    continues: Contract | None = None, indicators: tuple[Promised, ...] = (), cap: int = 0,
    signed: bool = True,
) -> Contract:  # fmt: skip
    by = actor_for(purchaser)
    contract = rules.draft(
        by=by, agency=agency, name=name, funding=funding, since=since, until=until,
        money_fen=money_fen, continues=continues,
    )  # fmt: skip
    for unit in units:
        rules.serve(contract, by=by, unit=unit)
    for code, words, measure, target in indicators:
        rules.put_indicator(contract, by=by, code=code, name=words, measure=measure, target=target)
    if cap:
        rules.put_cap(contract, by=by, klass="admin", hours=cap)
    return rules.sign(contract, by=by) if signed else contract
