"""The nouns of agreements: the boundary of what a station does, and the contracts it works under."""

from huiyin.contracts.models.agreed import Cap, Contract, ContractUnit, Indicator
from huiyin.contracts.models.boundary import BoundaryRule, Verdict

__all__ = ["BoundaryRule", "Cap", "Contract", "ContractUnit", "Indicator", "Verdict"]
