from huiyin.core.flow import Flow
from huiyin.records.models import State

FLOW = Flow({"void": ({State.KEPT}, State.VOID)}, words={"void": "作废"})
