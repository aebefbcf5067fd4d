"""The boundary in the menu: askers and staff look here before they ask."""

from huiyin.ui import slots

slots.add(
    "nav",
    "contracts:boundary",
    needs="boundary.view",
    order=70,
    label="能不能转",
    icon="help-circle",
)
slots.add("nav", "contracts:list", needs="contract.view", order=55, label="合同", icon="file-text")
slots.add("home", "contracts:list", needs="contract.draft", order=10)
