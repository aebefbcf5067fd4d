"""A contract with all that was agreed in it."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huiyin.access.models import Organisation, Unit
from huiyin.access.models.units import Kind
from huiyin.contracts.models import Cap, Contract, Indicator
from huiyin.contracts.models.agreed import State
from huiyin.core.actor import Actor
from huiyin.core.codes import under


@dataclass(frozen=True)
class Sheet:
    contract: Contract
    stations: list[Unit]
    indicators: list[Indicator]
    caps: list[Cap]

    @property
    def draft(self) -> bool:
        return self.contract.state == State.DRAFT

    @property
    def running(self) -> bool:
        return self.contract.state == State.RUNNING

    @property
    def yuan(self) -> str:
        return f"{self.contract.money_fen // 100:,}.{self.contract.money_fen % 100:02}"


def listed(actor: Actor) -> QuerySet[Contract]:
    """Newest first."""
    seen = Contract.objects.visible_to(actor).select_related("purchaser", "agency")
    return seen.prefetch_related("stations__unit").order_by("-since", "-id")


def sheet(contract: Contract) -> Sheet:
    """Of a contract that was read through `visible_to`."""
    served = contract.stations.select_related("unit").order_by("unit")
    return Sheet(
        contract, [one.unit for one in served], list(contract.indicators.order_by("code")),
        list(contract.caps.order_by("klass")),
    )  # fmt: skip


def agencies(actor: Actor) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(actor).filter(kind=Kind.AGENCY).order_by("name")


def offered(actor: Actor) -> QuerySet[Unit]:
    """The open stations a purchaser may buy for."""
    reached = Q(pk__in=[])
    for prefix in actor.reach:
        reached |= under("code", prefix)
    return Unit.objects.visible_to(actor).open().stations().filter(reached).order_by("code")
