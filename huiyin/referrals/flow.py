"""The life of a referral. What the clocks say (first contact made, late) is no state: it is read from the Loop."""

from huiyin.core.flow import Flow
from huiyin.referrals.models import State

WAITING = {
    State.SENT,
    State.DECLINED,
    State.PASSED_ON,
}  # the last two: reopened, since it was not solved
FLOW = Flow(
    {
        "accept": (WAITING, State.ACCEPTED),
        "return": ({State.SENT}, State.RETURNED),
        "resend": ({State.RETURNED}, State.SENT),
        "pass_on": (WAITING, State.PASSED_ON),
        "decline": (WAITING, State.DECLINING),
        "agree": ({State.DECLINING}, State.DECLINED),
        "object": ({State.DECLINING}, State.SENT),
        "withdraw": (
            set(State) - {State.WITHDRAWN}, State.WITHDRAWN
        ),
    },
    words={
        "accept": "受理",
        "return": "退回补充",
        "resend": "补充",
        "pass_on": "转给别处",
        "decline": "提出不受理",
        "agree": "同意不受理",
        "object": "退回重新考虑",
        "withdraw": "撤回",
    },
)  # fmt: skip
