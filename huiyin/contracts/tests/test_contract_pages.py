"""The pages of contracts: a purchaser writes one without help; a stranger finds nothing."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huiyin.contracts.models import Contract
from huiyin.core.ids import uuid7
from huiyin.demo.builders.contracts import make_contract

pytestmark = pytest.mark.django_db
DRAFT = {
    "name": "2026 年度合同", "funding": "relief", "since": "2026-01-01", "until": "2026-12-31", "money": "400000.50",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _autumn():
    with time_machine.travel("2025-11-20 10:00+08:00"):
        yield


def post(client, path, **data):
    return client.post(path, {"act": uuid7(), **data})


def test_a_purchaser_drafts_fills_and_signs_a_contract_by_its_pages(client, mei, agency, station):
    client.force_login(mei)

    drafted = post(client, "/contracts/draft", agency=agency.pk, **DRAFT)
    contract = Contract.objects.get()
    path = f"/contracts/{contract.pk}"
    assert (drafted.status_code, drafted["Location"], contract.money_fen) == (302, path, 40_000_050)
    for verb, data in (
        ("serve", {"unit": station.pk}),
        ("indicator", {"code": "A01", "name": "个案服务对象", "measure": "casework.persons", "target": 200}),
        ("cap", {"klass": "admin", "hours": 2400}),
        ("sign", {}),
    ):  # fmt: skip
        assert post(client, f"{path}/{verb}", **data).status_code == 302
    contract.refresh_from_db()
    assert (contract.state, contract.indicators.get().weight, contract.caps.get().hours) == (
        "running",
        0,
        2400,
    )

    assert post(client, f"{path}/end", until="2026-06-30").status_code == 302
    contract.refresh_from_db()
    assert contract.state == "ended"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("until", "2025-12-31", "结束的日期比开始还早。"),
        ("until", "2026-13-45", "日期写成 2026-01-16 这样。"),
        ("money", "四十万", "金额写数字，最多两位小数。"),
        ("money", "1.234", "金额最多两位小数。"),
        ("name", "", "还没有填：合同名称。"),
        ("funding", "", "还没有选：资金来源。"),
    ],
)
def test_what_is_wrong_in_a_draft_is_said_at_its_field(client, mei, agency, field, value, words):
    client.force_login(mei)

    answer = post(client, "/contracts/draft", **{"agency": agency.pk, **DRAFT, field: value})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {field: [words]}


def test_an_indicators_code_has_digits_and_capitals_only(client, mei, agency, station):
    contract = make_contract(mei, agency, station, signed=False)
    client.force_login(mei)

    answer = post(
        client,
        f"/contracts/{contract.pk}/indicator",
        code="a-1",
        name="指标",
        measure="casework.persons",
        target=1,
    )

    assert answer.context["form"].errors == {"code": ["编号只用数字和大写字母，最多 12 位。"]}


@pytest.mark.parametrize("verb", ["serve", "indicator", "cap", "end"])
def test_an_empty_form_comes_back_with_its_errors(client, mei, agency, station, verb):
    contract = make_contract(mei, agency, station, signed=False)
    client.force_login(mei)

    assert client.get(f"/contracts/{contract.pk}/{verb}").status_code == 200
    assert post(client, f"/contracts/{contract.pk}/{verb}").status_code == 422


def test_a_draft_says_what_is_missing(client, mei, agency):
    contract = make_contract(mei, agency, signed=False)
    client.force_login(mei)

    page = client.get(f"/contracts/{contract.pk}").content.decode()

    assert "还没写服务哪个站。" in page
    assert "签这份合同" in page


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("mei", (200, 200, 302)), ("ming", (200, 200, 403)), ("luo", (200, 200, 403)), ("chen", (200, 200, 403)),
        ("bai", (200, 404, 404)), ("lin", (403, 403, 403)), ("tang", (403, 403, 403)), ("wu", (403, 403, 403)),
    ],
)  # fmt: skip
def test_who_may_read_and_sign(client, request, mei, agency, station, who, statuses):
    contract = make_contract(mei, agency, station, signed=False)
    client.force_login(request.getfixturevalue(who))

    found = (
        client.get("/contracts").status_code,
        client.get(f"/contracts/{contract.pk}").status_code,
        post(client, f"/contracts/{contract.pk}/sign").status_code,
    )

    assert found == statuses


@pytest.mark.parametrize("number", [1, 3])
def test_a_list_of_contracts_costs_the_same_whatever_its_length(
    client, mei, agency, station, number
):
    for year in range(number):
        make_contract(mei, agency, station, name=f"第 {year} 份", signed=False)
    client.force_login(mei)
    client.get("/contracts")

    with CaptureQueriesContext(connection) as asked:
        page = client.get("/contracts").content.decode()

    assert page.count("/contracts/0") == number
    assert len(asked) == 11


def test_no_contract_yet_is_said_in_words(client, mei):
    client.force_login(mei)

    assert "还没有合同。" in client.get("/contracts").content.decode()
