from huiyin.core.flow import Flow
from huiyin.loops.models import ItemState, State

FLOW = Flow(
    {
        "answer": ({State.OPEN}, State.ANSWERED),
        "withdraw": ({State.OPEN}, State.WITHDRAWN),
        "reopen": ({State.ANSWERED}, State.OPEN),
    },
    words={"answer": "答复", "withdraw": "撤回", "reopen": "重开"},
)

OPEN = {ItemState.LISTED, ItemState.OFFERED, ItemState.REFUSED, ItemState.OWN}
ITEM = Flow(
    {
        "offer": (OPEN, ItemState.OFFERED),
        "leave": (OPEN, ItemState.OWN),
        "take": ({ItemState.OFFERED}, ItemState.ACCEPTED),
        "refuse": ({ItemState.OFFERED}, ItemState.REFUSED),
        "settle": (OPEN, ItemState.DONE),
    },
    words={
        "offer": "请人接",
        "leave": "留给本人做完",
        "take": "接",
        "refuse": "退回",
        "settle": "算办完",
    },
)
