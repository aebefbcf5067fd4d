from huiyin.cases.models import Stage
from huiyin.core.flow import Flow

OPEN = {Stage.INTAKE, Stage.ASSESSING, Stage.PLANNING, Stage.INTERVENING}
FLOW = Flow(
    {
        "intake": ({Stage.INTAKE}, Stage.ASSESSING),
        "assess": ({Stage.ASSESSING}, Stage.PLANNING),
        "plan": ({Stage.PLANNING, Stage.INTERVENING}, Stage.INTERVENING),
        "close": (OPEN, Stage.CLOSED),
        "reopen": ({Stage.CLOSED}, Stage.INTERVENING),
    },
    words={
        "intake": "填接案登记",
        "assess": "写预估",
        "plan": "定计划",
        "close": "结案",
        "reopen": "重开",
    },
    field="stage",
)
