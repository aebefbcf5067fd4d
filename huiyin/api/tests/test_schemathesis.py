"""Everything its own page allows, and what that page forbids, asked of the API with each role's token.

No failure of ours, no status that the page does not name, no answer outside its schema, and nothing taken that the
page forbids. Part of `make test`, so bounded and the same at every run: FEW examples for an operation, a role and a
way of asking. `HUIYIN_EXAMPLES=50 make test T=huiyin/api/tests/test_schemathesis.py` asks more.
"""

import json
import os
import sys
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from huiyin.api import openapi
from huiyin.api.tests.conftest import token_of
from huiyin.demo.builders.contracts import make_boundary
from huiyin.demo.builders.handover import make_handover
from huiyin.demo.builders.loops import make_loop
from huiyin.demo.builders.records import make_record
from huiyin.demo.builders.referrals import make_referral
from huiyin.demo.builders.residents import make_person

FEW = int(os.environ.get("HUIYIN_EXAMPLES", "3"))
CHECKS: list[Any] = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection,
]  # fmt: skip
ROLES = ("lin", "chen", "he", "tang", "wu", "gao", "an", "shen", "zhou")
ONCE = settings(
    max_examples=FEW, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)  # fmt: skip


@pytest.fixture
def app():
    """The whole house as a server meets it, within the test's transaction."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def rows(cast, station, room, tang, lin, chen):
    """Something of each to be found, so that an answer can be more than a 404."""
    make_boundary()
    person = make_person("向素芬", station, phone="13802364170")
    make_loop(lin, station, kind="promise", person=person)
    record = make_record(lin, person)
    referral = make_referral(tang)
    handover = make_handover(chen, lin)
    return {
        "residents": person.pk, "records": record.pk, "referrals": referral.pk, "handovers": handover.pk,
    }  # fmt: skip


def without_locks(page: dict[str, Any]) -> dict[str, Any]:
    """Else a third of the questions would come without a token, and end at the door (census/test_addresses)."""
    open_page: dict[str, Any] = json.loads(json.dumps(page))
    for methods in open_page["paths"].values():
        for told in methods.values():
            del told["security"]
    return open_page


def ways(operation: Any, rows: dict[str, Any]) -> list[dict[str, Any]]:
    """With whatever ids come up, and with one that is there."""
    noun = operation.path.split("/")[3]
    if "{pk}" not in operation.path:
        return [{}]
    return [{}, {"path_parameters": {"pk": str(rows[noun])}}]


@pytest.mark.parametrize("who", ROLES)
def test_the_api_keeps_to_its_own_page(who, cast, rows, app, capsys):
    schema = schemathesis.openapi.from_dict(without_locks(openapi.page()))
    schema.app = app
    headers = {"Authorization": f"Bearer {token_of(getattr(cast, who))[1]}"}
    answered: Counter[int] = Counter()

    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        for mode in GenerationMode:
            for way in ways(operation, rows):

                @ONCE
                @given(case=operation.as_strategy(generation_mode=mode, **way))
                def ask(case: Any) -> None:
                    answer = case.call(headers=headers)
                    answered[answer.status_code] += 1
                    case.validate_response(answer, checks=CHECKS)

                with suppress(Unsatisfiable):  # GET me has nothing that could be wrong
                    ask()

    with capsys.disabled():
        asked = sum(answered.values())
        sys.stdout.write(f"\nschemathesis {who}: {asked} 次 {dict(sorted(answered.items()))}\n")
    assert {status for status in answered if status >= 500} == set()
    assert answered[200] > 0
