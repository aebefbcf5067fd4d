"""Every verb is a door; the policy page is exactly what views and doors ask for; inner rules stay inside."""

import ast
import inspect
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from huiyin.access.policy import CAPABILITIES, ROLES
from huiyin.audit import directory
from huiyin.audit.rule import rule
from huiyin.core.actor import Actor
from huiyin.ui import slots
from tests.census import house
from tests.census.test_addresses import asked


def public_functions(module: ModuleType) -> dict[str, Any]:
    """The functions a module makes itself; a door is known by what it wraps."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value)
        and not name.startswith("_")
        and inspect.unwrap(value).__module__ == module.__name__
    }


def doorless(modules: Iterable[ModuleType]) -> list[str]:
    return [
        f"{module.__name__}.{name}"
        for module in modules
        for name, function in public_functions(module).items()
        if not hasattr(function, "verb")
    ]


def doors(modules: Iterable[ModuleType]) -> list[Any]:
    found = (public_functions(module).values() for module in modules)
    return [door for group in found for door in group if hasattr(door, "verb")]


def said_twice(found: Iterable[Any]) -> list[str]:
    """Two doors of one name: the journal could not tell them apart."""
    verbs = [door.verb for door in found]
    return sorted({verb for verb in verbs if verbs.count(verb) > 1})


def asked_for() -> set[str]:
    views = set().union(*(asked(pattern) for _, pattern in house.patterns()))
    return (views | {door.capability for door in doors(house.modules("rules"))}) - {"", "public"}


def beside_the_policy(wanted: set[str], page: set[str], held: set[str]) -> dict[str, list[str]]:
    return {
        "asked for, but not on the page": sorted(wanted - page),
        "on the page, but asked for by nobody": sorted(page - wanted),
        "on the page, but held by nobody": sorted(page - held),
        "held, but not on the page": sorted(held - page),
    }


def looks_inside(modules: Iterable[ModuleType]) -> list[str]:
    """Calls of an inner rule from a view, a task or a command: only a door may open it."""
    wrong = []
    for module in modules:
        for node in ast.walk(ast.parse(Path(module.__file__ or "").read_text())):
            target: Any = None
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                target = getattr(vars(module).get(node.value.id), node.attr, None)
            elif isinstance(node, ast.Name):
                target = vars(module).get(node.id)
            if getattr(target, "inner", False) is True and hasattr(target, "verb"):
                wrong.append(f"{module.__name__}: {target.verb}")
    return wrong


def hung_for_nobody(needs: Iterable[str]) -> list[str]:
    return sorted(set(needs) - set(CAPABILITIES))


def test_every_public_rule_is_a_door() -> None:
    assert doorless(house.modules("rules")) == []


def test_every_verb_has_a_name_of_its_own() -> None:
    assert said_twice(doors(house.modules("rules"))) == []


def nameless(verbs: Iterable[str], words: dict[str, str]) -> list[str]:
    return sorted(set(verbs) - set(words))


def test_every_verb_has_chinese_words_in_the_journal() -> None:
    assert nameless((d.verb for d in doors(house.modules("rules"))), directory.verbs()) == []


def test_the_policy_page_is_what_the_house_asks_for() -> None:
    held = {capability for role in ROLES.values() for capability in role.can}

    found = beside_the_policy(asked_for(), set(CAPABILITIES), held)

    assert found == {key: [] for key in found}


def test_no_view_and_no_task_opens_an_inner_rule() -> None:
    assert (
        looks_inside(
            house.modules(
                "views", "tasks", "management", "endpoints", "deeds", "asks", "reads", "numbers"
            )
        )
        == []
    )


def test_what_hangs_in_a_slot_is_for_somebody() -> None:
    needs = [hung.needs for slot in slots._slots.values() for hung in slot.values()]

    assert hung_for_nobody(needs) == []


def bare(*, by: Actor) -> None: ...


@rule("test.planted", needs="own", inner=True)
def planted(*, by: Actor) -> None: ...


def test_planted_verbs_are_seen() -> None:
    module = ModuleType(__name__)
    module.bare, module.planted = bare, planted  # type: ignore[attr-defined]

    assert doorless([module]) == [f"{__name__}.bare"]
    assert said_twice([planted, planted]) == ["test.planted"]
    assert said_twice(doors([module])) == []
    assert hung_for_nobody(["own", "house.burn"]) == ["house.burn"]
    assert nameless(["test.planted"], {"own": "x"}) == ["test.planted"]
    assert beside_the_policy({"a", "b"}, {"b", "c"}, {"b", "d"}) == {
        "asked for, but not on the page": ["a"],
        "on the page, but asked for by nobody": ["c"],
        "on the page, but held by nobody": ["c"],
        "held, but not on the page": ["d"],
    }


here = SimpleNamespace(planted=planted)


def _a_view_that_looks_inside() -> Any:
    return here.planted


def test_a_planted_look_inside_is_seen() -> None:
    import sys  # noqa: PLC0415

    assert f"{__name__}: test.planted" in looks_inside([sys.modules[__name__]])
