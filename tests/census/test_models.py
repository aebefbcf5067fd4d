"""Every table says who sees it; its keys are UUIDs that look down and leave no handle above."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import models
from django.db.models import Model
from django.test.utils import isolate_apps

from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet
from tests.census import house


def without_scope(found: Iterable[type[Model]]) -> list[str]:
    return [
        model._meta.label
        for model in found
        if not isinstance(getattr(model, "scope", None), Scope)
        or not isinstance(model._default_manager.all(), ScopedQuerySet)
    ]


def lost_paths(found: Iterable[type[Model]]) -> list[str]:
    """Paths of a scope that lead nowhere: such a window would raise where it should show."""
    lost = []
    for model in found:
        scope: Scope = model.scope  # type: ignore[attr-defined]
        for path in (scope.unit, scope.asker, scope.person, scope.thread, scope.named, scope.own):
            try:
                if path:
                    model._default_manager.filter(**{f"{path}__isnull": False})
            except Exception:
                lost.append(f"{model._meta.label}: {path}")
    return lost


def keys(model: type[Model]) -> list[Any]:
    return [field for field in model._meta.local_fields if field.is_relation]


def looking_up(found: Iterable[type[Model]], floors: dict[str, int]) -> list[str]:
    """Keys across rooms that do not look down, or that leave a handle on the lower row."""
    wrong = []
    for model in found:
        here = model._meta.app_label
        for key in keys(model):
            there = key.related_model._meta.app_label
            if there == here or there not in floors:
                continue
            if floors[there] >= floors[here]:
                wrong.append(f"{model._meta.label}.{key.name} looks up")
            if not key.remote_field.hidden:
                wrong.append(f"{model._meta.label}.{key.name} leaves a handle")
    return wrong


def counting_keys(found: Iterable[type[Model]]) -> list[str]:
    """Keys the database would count out: they could not be made elsewhere (model.md 3.1)."""
    return [m._meta.label for m in found if isinstance(m._meta.pk, models.AutoField)]


GOES_ALONG = {
    "residents.NameEnding.person": "an index of the name, which holds no fact of its own",
}


def deleting(found: Iterable[type[Model]]) -> list[str]:
    """Keys that would take rows along: nothing is deleted silently."""
    ways = [
        (f"{model._meta.label}.{key.name}", key.remote_field.on_delete)
        for model in found
        for key in keys(model)
    ]
    return [name for name, way in ways if way is not models.PROTECT and name not in GOES_ALONG]


def floating(found: Iterable[type[Model]]) -> list[str]:
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if isinstance(field, models.FloatField)
    ]


def unfloored(found: Iterable[type[Model]], floors: dict[str, int]) -> list[str]:
    return sorted({m._meta.app_label for m in found} - set(floors))


def test_every_table_says_who_sees_it() -> None:
    assert without_scope(house.models()) == []


def test_every_window_of_a_scope_leads_somewhere() -> None:
    assert lost_paths(house.models()) == []


def test_keys_look_down_and_leave_no_handle() -> None:
    assert looking_up(house.models(), house.floors()) == []


def test_keys_are_made_anywhere() -> None:
    assert counting_keys(house.models()) == []


def test_no_row_takes_another_along() -> None:
    assert deleting(house.models()) == []


def test_nothing_floats() -> None:
    assert floating(house.models()) == []


def test_every_room_with_a_table_has_a_floor() -> None:
    assert unfloored(house.models(), house.floors()) == []


@pytest.fixture
def planted() -> type[Model]:
    """One violation of each kind, in a room low down."""
    with isolate_apps("huiyin.places"):

        class Planted(models.Model):
            cost = models.FloatField()
            owner = models.ForeignKey("access.User", models.CASCADE, related_name="handle")

            class Meta:
                app_label = "places"

    keys(Planted)[0].remote_field.model = next(
        m for m in house.models() if m._meta.label == "access.User"
    )
    return Planted


def test_a_planted_table_is_seen(planted: type[Model]) -> None:
    assert without_scope([planted]) == ["places.Planted"]
    assert counting_keys([planted]) == ["places.Planted"]
    assert floating([planted]) == ["places.Planted.cost"]
    assert deleting([planted]) == ["places.Planted.owner"]
    assert looking_up([planted], house.floors()) == [
        "places.Planted.owner looks up",
        "places.Planted.owner leaves a handle",
    ]
    assert unfloored([planted], {"core": 0}) == ["places"]


def test_a_planted_scope_that_leads_nowhere_is_seen() -> None:
    with isolate_apps("huiyin.places"):

        class Lost(models.Model):
            id = models.UUIDField(primary_key=True, default=uuid7)
            unit = CodeField()
            scope = Scope(unit="unit", person="nobody__there")
            objects = ScopedQuerySet["Lost"].as_manager()

            class Meta:
                app_label = "places"

    assert lost_paths([Lost]) == ["places.Lost: nobody__there"]
    assert without_scope([Lost]) == []
