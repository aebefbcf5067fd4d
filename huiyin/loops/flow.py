from huiyin.core.flow import Flow
from huiyin.loops.models import State

FLOW = Flow(
    {
        "answer": ({State.OPEN}, State.ANSWERED),
        "withdraw": ({State.OPEN}, State.WITHDRAWN),
        "reopen": ({State.ANSWERED}, State.OPEN),
    },
    words={"answer": "答复", "withdraw": "撤回", "reopen": "重开"},
)
