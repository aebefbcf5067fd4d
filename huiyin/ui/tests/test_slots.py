"""Slots: what hangs where, who sees it, in which order."""

from collections import defaultdict

import pytest

from huiyin.core.actor import Actor
from huiyin.ui import slots
from huiyin.ui.context import frame


@pytest.fixture(autouse=True)
def _nothing_hung(monkeypatch):
    monkeypatch.setattr(slots, "_slots", defaultdict(dict))


def worker(*can: str) -> Actor:
    return Actor(can=frozenset(can))


def test_an_actor_finds_what_her_post_may_see_in_order():
    slots.add("person.panel", "cases:of_person", needs="case.view", order=30)
    slots.add("person.panel", "records:of_person", needs="record.view", order=10)
    slots.add("person.panel", "rights:of_person", needs="rights.view", order=20)

    found = slots.hung("person.panel", worker("case.view", "record.view"))

    assert [one.url for one in found] == ["records:of_person", "cases:of_person"]


def test_an_entry_of_the_menu_may_cover_other_addresses(rf):
    slots.add("nav", "ui:gallery", needs="gallery.view", label="组件", covers=("/people",))
    here = {}
    for path in ("/gallery", "/people/1", "/people", "/peoples", "/"):
        request = rf.get(path)
        request.actor = worker("gallery.view")
        here[path] = frame(request)["frame"].here

    assert here == {
        "/gallery": "组件",
        "/people/1": "组件",
        "/people": "组件",
        "/peoples": "回音",
        "/": "回音",
    }


def test_a_slot_nobody_used_is_empty():
    assert slots.hung("map.layer", worker("case.view")) == []


def test_hanging_the_same_page_twice_hangs_it_once():
    slots.add("nav", "loops:day", needs="day.view", label="今日")
    slots.add("nav", "loops:day", needs="day.view", label="今天")

    assert [one.label for one in slots.hung("nav", worker("day.view"))] == ["今天"]
