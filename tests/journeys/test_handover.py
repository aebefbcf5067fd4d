"""A leaver with forty open matters and two receivers: nothing is given away unseen, nothing is lost, and her account
cannot be closed as long as one is open: not on the administrator's page, not by the API, not in SQL."""

import json
import re
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys import forty
from tests.journeys.steps import press, refused, send
from tools import throwaway

LAST_DAY = "2099-12-31"
HERS = re.compile("孟晚秋")
Axe = Callable[[Page], list[str]]
Shoot = Callable[[Page, str], object]
SEAT = "access_seat WHERE user_id = (SELECT id FROM access_user WHERE username = 'leaver')"


@pytest.fixture(scope="module")
def folder(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A demo of its own with her in it."""
    data = throwaway.copy_of(seeded, tmp_path_factory.mktemp("leaving") / "data")
    forty.into(data)
    return data


@pytest.fixture(scope="module")
def live(folder: Path) -> Iterator[str]:
    server = throwaway.Server(folder).start()
    yield server.url
    server.stop()


@dataclass
class Story:
    """Who takes part; each refusal to close the account is counted."""

    lead: Page
    office: Page
    folder: Path
    machine: "Machine"
    refusals: int = 0

    def is_kept(self, owes: str) -> None:
        """The account is not closed, on the administrator's page, by her token or in SQL; she is told what is owed."""
        assert close(self.office) == owes
        status, said = self.machine.close("leaver")
        assert (status, f"还有 {owes}没有人接" in said) == (409, True)
        assert not closed_in_sql(self.folder)
        self.refusals += 3


class Machine:
    """The administrator's token at work."""

    def __init__(self, url: str, folder: Path) -> None:
        command = [sys.executable, "manage.py", "token", "sysadmin"]
        made = subprocess.run(  # noqa: S603  our own command
            command, cwd=throwaway.ROOT, env=throwaway.environment(folder), capture_output=True, check=True
        )  # fmt: skip
        self.url, self.token = url, made.stdout.decode().split()[-1]

    def close(self, username: str) -> tuple[int, str]:
        where = f"{self.url}/api/v1/accounts/{username}/close"
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        asked = urllib.request.Request(where, data=b"{}", headers=headers)  # noqa: S310  loopback
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:  # noqa: S310  loopback
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.loads(refusal.read())["error"]


def test_forty_matters_and_two_receivers(sign_in, axe, shoot, folder, live, capsys):
    began = time.monotonic()
    story = Story(sign_in("lead"), sign_in("sysadmin"), folder, Machine(live, folder))
    story.is_kept("40 项闭环事项")
    name_everyone(story, axe, shoot)
    room, worker = sign_in("room", "phone"), sign_in("worker")
    assert axe(open_offers(room, 15)) == []
    shoot(room, "等您接")
    taken = [take(room, 15), take(open_offers(worker, 25), 24)]
    refuse(worker, "手上已经有三十件，这一件顾不过来。")
    taken.append(take_what_came_back(story, shoot))
    finish(story, shoot)
    names = names_told(sign_in("clerk"))

    assert (taken, names) == ([15, 24, 1], ["周敏", "江雪梅"])
    assert close(story.office) == ""
    assert closed_in_sql(folder)
    words = (
        f"hand-over: 40 items, {sum(taken)} taken one by one, 1 came back, {story.refusals} refusals"
        f" to close, {len(names)} names told to the committee, {time.monotonic() - began:.0f} s"
    )
    with capsys.disabled():
        print(f"\n{words}")  # noqa: T201  the counts of the story


def name_everyone(story: Story, axe: Axe, shoot: Shoot) -> None:
    begin(story.lead)
    sentence(story.lead, "40 项里，40 项还没有人接")
    assert axe(story.lead) == []
    shoot(story.lead, "交接开始")
    choose_everyone(story.lead)
    sentence(story.lead, "40 项都选好了人")
    story.is_kept("40 项闭环事项、1 项没收尾的交接")


def take_what_came_back(story: Story, shoot: Shoot) -> int:
    lead = story.lead
    lead.reload()
    sentence(lead, "40 项里，1 项还没有人接")
    expect(lead.get_by_text("周敏退回来了")).to_be_visible()
    shoot(lead, "退回来一项")
    story.is_kept("1 项闭环事项、1 项没收尾的交接")
    choose(lead.locator("#offer tbody tr").first, "罗倩")
    send(lead, "交给选好的人")
    return take(open_offers(lead, 1), 1)


def finish(story: Story, shoot: Shoot) -> None:
    lead = story.lead
    lead.goto("/handovers")
    lead.get_by_role("link", name=HERS).first.click()
    sentence(lead, "40 项都有了着落")
    story.is_kept("1 项没收尾的交接")
    send(lead, "交接收尾")
    expect(lead.get_by_text("这次交接已经收尾")).to_be_visible()
    shoot(lead, "交接收尾")


def begin(page: Page) -> None:
    page.goto("/handovers")
    page.get_by_role("link", name="有人要离岗，办交接").click()
    page.get_by_label("谁要离岗").select_option(label="孟晚秋")
    page.fill("[name=last_day]", LAST_DAY)
    send(page, "列出清单")


def sentence(page: Page, words: str) -> None:
    expect(page.locator("h1")).to_contain_text(words)


def choose_everyone(page: Page) -> None:
    """The rooms are proposed and looked at; five of 石溪's, the two children among them, go to 周敏 instead, and so
    does what lies with the station."""
    page.get_by_role("link", name="按社区分给社工室").click()
    expect(page.get_by_text("按社区先选好了 20 项")).to_be_visible()
    expect(page.locator("#offer tbody tr")).to_have_count(40)
    rows = page.locator("#offer tbody tr").all()
    proposed = [row for row in rows if row.locator("select").input_value()]
    children = [row for row in proposed if "未满 18 岁，交接要当面" in row.inner_text()]
    assert (len(proposed), len(children)) == (20, 2)
    others = [row for row in proposed if row not in children][:3]
    for row in [*children, *others, *(row for row in rows if row not in proposed)]:
        choose(row, "周敏")
    send(page, "交给选好的人")


def choose(row: Locator, name: str) -> None:
    row.locator("select").select_option(label=name)


def open_offers(page: Page, n: int) -> Page:
    """From her day; what 何川 leaves waits for her there too."""
    page.goto("/today")
    page.get_by_role("link", name=re.compile(r"等您接 \d+ 项")).click()
    expect(page.locator("h1")).to_contain_text(re.compile("孟晚秋.*项等您接"))
    expect(offers(page)).to_have_count(n)
    return page


def offers(page: Page) -> Locator:
    rows = page.locator(".hy-taking").filter(has_text="孟晚秋交来")
    return rows.filter(has=page.get_by_role("button", name=re.compile("^接过来")))


def take(page: Page, n: int) -> int:
    """One by one, each by its own button, until n are gone; how many."""
    waiting = offers(page).count()
    for left in range(waiting - 1, waiting - n - 1, -1):
        offers(page).first.get_by_role("button", name=re.compile("^接过来")).click()
        expect(offers(page)).to_have_count(left, timeout=20_000)
    return n


def refuse(page: Page, words: str) -> None:
    row = offers(page).first
    row.locator("summary").click()
    row.locator("[name=words]").fill(words)
    row.get_by_role("button", name="退给站长").click()
    expect(offers(page)).to_have_count(0, timeout=20_000)


def close(page: Page) -> str:
    """What the administrator is told that she still owes; nothing when the account is closed."""
    page.goto("/accounts?q=leaver")
    page.get_by_role("link", name=HERS).first.click()
    page.wait_for_url("**/accounts/*")
    press(page, "关账号")
    said = page.locator(".hy-said").or_(page.locator("h1", has_text="已关"))
    expect(said).to_be_visible()
    found = re.search(r"还有 (.*)没有人接，账号先不能关", said.inner_text())
    if found is None:
        expect(page.locator("h1")).to_contain_text("孟晚秋的账号：已关")
        return ""
    refused(page, "请逐项选人")
    return found[1]


def closed_in_sql(folder: Path) -> bool:
    """Whether the row that keeps her account open is gone, after a statement that would delete it."""
    with sqlite3.connect(folder / "huiyin.sqlite3", timeout=20) as database:
        database.execute("PRAGMA foreign_keys = ON")
        try:
            database.execute(f"DELETE FROM {SEAT}")  # noqa: S608  words of this file
            database.commit()
        except sqlite3.IntegrityError:
            database.rollback()
        left = database.execute(f"SELECT count(*) FROM {SEAT}")  # noqa: S608  words of this file
        return bool(left.fetchone()[0] == 0)


def names_told(page: Page) -> list[str]:
    """Who is named to the committee in its inbox, each once however many of its matters she has."""
    page.goto("/messages?all=1")
    lines = page.get_by_text(re.compile("孟晚秋离岗")).all_inner_texts()
    return sorted(
        name
        for line in lines
        if (found := re.search("现在由(.*)接着办", line))
        for name in found.groups()
    )
