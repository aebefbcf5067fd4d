"""The life of a noun is a table; what is not in it is refused in words."""

from types import SimpleNamespace

import pytest

from huiyin.core.errors import NotAllowed, Refused
from huiyin.core.flow import Flow

FLOW = Flow({"accept": ({"sent"}, "accepted")}, words={"accept": "受理"})


def row(state: str):
    return SimpleNamespace(state=state, get_state_display=lambda: "已撤回")


def test_a_verb_moves_the_state():
    one = row("sent")
    assert FLOW.may(one, "accept")

    FLOW.move(one, "accept")

    assert one.state == "accepted"


def test_from_elsewhere_it_is_refused_with_what_is_and_what_to_do():
    one = row("withdrawn")
    assert not FLOW.may(one, "accept")

    with pytest.raises(Refused) as no:
        FLOW.move(one, "accept")

    assert str(no.value) == "这件事现在是“已撤回”，不能受理。请刷新页面看看最新情况。"
    assert one.state == "withdrawn"


def test_a_no_names_the_right_that_is_missing():
    assert NotAllowed("loop.assign").capability == "loop.assign"
