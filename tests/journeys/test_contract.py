"""A purchaser reads how her contract stands: what is reached, what is short, and nobody's small number."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.journey


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_a_purchaser_opens_a_number_of_her_contract_and_small_cells_stay_hidden(
    size, sign_in, axe, shoot
):
    page = sign_in("purchaser", size)
    page.goto("/contracts")
    page.get_by_role("link", name="2025").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("9 项指标")
    shoot(page, "合同")

    row = page.get_by_role("row").filter(has_text="个案服务对象")
    expect(row).to_contain_text("达到")
    row.get_by_role("link", name="213").click()

    expect(page.get_by_role("heading", name=re.compile("打开：个案服务对象 213"))).to_be_visible()
    opened = page.locator(".hy-drill")
    expect(opened.get_by_text("不显示", exact=True)).to_have_count(
        2
    )  # the small one, and one with it
    expect(opened).to_contain_text("少于 5 人")
    expect(opened).to_contain_text("合计")
    assert axe(page) == []
    shoot(page, "合同指标")

    opened.get_by_role("link", name="查看全部 213 行").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("213")
    expect(page.locator("table")).to_contain_text("第 1 人")
    expect(page.locator("table")).not_to_contain_text("受限")
