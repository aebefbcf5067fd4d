"""A contract from draft to end; an agency's reach begins and ends with it."""

from datetime import date
from typing import cast
from uuid import UUID

from huiyin.access.models import Organisation, Post, Reach, Unit
from huiyin.access.models.units import Kind, Level
from huiyin.audit.rule import rule
from huiyin.contracts import countable
from huiyin.contracts.models import Cap, Contract, ContractUnit, Indicator
from huiyin.contracts.models.agreed import State
from huiyin.core import clock
from huiyin.core.actor import Actor
from huiyin.core.codes import covers
from huiyin.core.errors import Refused
from huiyin.core.flow import Flow

FLOW = Flow(
    {"sign": ({State.DRAFT}, State.RUNNING), "end": ({State.RUNNING}, State.ENDED)},
    words={"sign": "签", "end": "提前结束"},
)


@rule("contract.draft")
def draft(
    *, by: Actor, agency: Organisation, name: str, funding: str, since: date, until: date,
    money_fen: int = 0, continues: Contract | None = None,
) -> Contract:  # fmt: skip
    """By whoever buys: which body that is, is a relation and no name."""
    if agency.kind != Kind.AGENCY:
        raise Refused(f"{agency}不是承接机构。请从承接机构里选。")
    if until < since:
        raise Refused("结束的日期比开始还早。请改一下日期。")
    if continues is not None and continues.since >= since:
        raise Refused("接着的那一份要比这一份早。请改开始的日期，或者另选一份。")
    # who may draft holds her post at a body
    return Contract.objects.create(
        purchaser_id=cast(UUID, by.org), agency=agency, name=name, funding=funding, since=since, until=until,
        money_fen=money_fen, continues=continues,
    )  # fmt: skip


@rule("contract.serve", needs="contract.draft")
def serve(contract: Contract, *, by: Actor, unit: Unit) -> ContractUnit:
    _must_be_a_draft(contract)
    if unit.level != Level.STATION or unit.until is not None or not covers(by.reach, unit.code):
        raise Refused(f"{unit}不是您这里开着的街道社工站。请从列表里选。")
    if contract.stations.filter(unit=unit).exists():
        raise Refused(f"{unit}已经在这份合同里了。")
    return ContractUnit.objects.create(contract=contract, unit=unit)


@rule("contract.put_indicator", needs="contract.draft")
def put_indicator(
    contract: Contract, *, by: Actor, code: str, name: str, measure: str, target: int,
    weight: int = 0,
) -> Indicator:  # fmt: skip
    _must_be_a_draft(contract)
    if measure not in dict(countable.measures()):
        raise Refused("这个数字现在数不出来，不能写进合同。请从列表里选。")
    if contract.indicators.filter(code=code).exists():
        raise Refused(f"编号 {code} 已经用了。请换一个编号。")
    return Indicator.objects.create(
        contract=contract, code=code, name=name, measure=measure, target=target, weight=weight,
        since=contract.since, until=contract.until,
    )  # fmt: skip


@rule("contract.put_cap", needs="contract.draft")
def put_cap(contract: Contract, *, by: Actor, klass: str, hours: int) -> Cap:
    _must_be_a_draft(contract)
    if contract.caps.filter(klass=klass).exists():
        raise Refused("这一类已经有上限了。")
    return Cap.objects.create(contract=contract, klass=klass, hours=hours)


@rule("contract.sign")
def sign(contract: Contract, *, by: Actor) -> Contract:
    """From here on what was agreed stands still; the agency's posts reach the stations on the contract's days."""
    FLOW.move(contract, "sign")
    codes = list(contract.stations.values_list("unit_id", flat=True))
    if not codes:
        raise Refused("还没写服务哪个站。请先加上站，再签。")
    # two signing at once for one station wait for each other here
    list(Unit.objects.select_for_update().filter(code__in=codes).order_by("code"))
    _must_not_be_paid_twice(contract, codes)
    contract.save()
    give_reach(contract, by=by, codes=codes)
    return contract


@rule("contract.end")
def end(contract: Contract, *, by: Actor, until: date) -> Contract:
    """Cut short: the last day of the contract and of what its agency reaches."""
    if not contract.since <= until <= contract.until:
        raise Refused("最后一天要在合同的日子里面。请改一下日期。")
    if until < clock.today():
        raise Refused("最后一天不能比今天早：到今天为止，机构照合同看得见这些站。")
    FLOW.move(contract, "end")
    contract.until = until
    contract.save()
    take_reach(contract, by=by)
    return contract


@rule("contract.give_reach", inner=True)
def give_reach(contract: Contract, *, by: Actor, codes: list[str]) -> None:
    """For everyone who works for the agency in these days."""
    posts = Post.objects.filter(organisation=contract.agency_id, role=Kind.AGENCY)
    Reach.objects.bulk_create(
        Reach(
            post=post, prefix=code, since=contract.since, until=contract.until, why=_why(contract)
        )
        for post in posts.exclude(until__lt=contract.since).order_by("id")
        for code in codes
    )


@rule("contract.take_reach", inner=True)
def take_reach(contract: Contract, *, by: Actor) -> None:
    Reach.objects.filter(why=_why(contract)).update(until=contract.until)


def _why(contract: Contract) -> str:
    """The paper a reach was granted by; by this its rows are found again."""
    return f"合同 {contract.pk}"


def _must_be_a_draft(contract: Contract) -> None:
    if contract.state != State.DRAFT:
        raise Refused("合同签了就不能再改。要改，请起草一份接着它的合同。")


def _must_not_be_paid_twice(contract: Contract, codes: list[str]) -> None:
    """`contract_serves_once` cannot look across contracts; under the lock of the stations this can."""
    others = Contract.objects.exclude(pk=contract.pk).exclude(state=State.DRAFT)
    others = others.filter(
        stations__unit__in=codes, funding=contract.funding, since__lte=contract.until,
        until__gte=contract.since,
    )  # fmt: skip
    if (other := others.order_by("since").first()) is not None:
        raise Refused(
            f"“{other}”在这些日子里已经用同一种资金服务这个站。请改日期，或者换资金来源。"
        )
