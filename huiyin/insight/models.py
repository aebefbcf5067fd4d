"""Roll-ups: figures counted before anyone asks, cell by cell, from the same lines (model.md 8, ADR 0017).

Nothing here is a fact of its own: every row can be thrown away and counted again.
"""

from typing import Any, ClassVar

from django.db import models

from huiyin.core import clock
from huiyin.core.codes import CodeField
from huiyin.core.ids import uuid7
from huiyin.core.scope import Scope, ScopedQuerySet


class Lane(models.Model):
    """车道: its row is the lock under which its districts are recounted, one recount after the other."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    n = models.PositiveSmallIntegerField(unique=True)
    counted_at = models.DateTimeField(
        null=True
    )  # since when nothing is missing; none: never counted whole
    ripe_at = models.DateTimeField(default=clock.now)  # what fell due before this has been touched

    scope: ClassVar[Scope] = Scope.held("journal.read")
    objects = ScopedQuerySet["Lane"].as_manager()


class Rollup(models.Model):
    """汇总: what one holder's rows of one month add up to, by community and class; `whole` rows are those of a
    district together, without communities, so that a figure of the nation reads few rows."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    unit = CodeField()
    month = models.DateField()
    measure = CodeField(max_length=32)
    community = CodeField(max_length=12, blank=True)
    klass = CodeField(max_length=16, blank=True)
    whole = models.BooleanField(default=False)
    value = models.BigIntegerField()

    scope: ClassVar[Scope] = Scope(unit="unit")
    objects = ScopedQuerySet["Rollup"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="rollup_once_per_cell",
                fields=["measure", "whole", "unit", "month", "community", "klass"],
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                name="rollup_of_districts", fields=["measure", "month", "unit"],
                condition=models.Q(whole=True),
            ),
            models.Index(name="rollup_to_settle", fields=["unit", "month"]),
        ]  # fmt: skip


class Presence(models.Model):
    """到场: this person stands in the lines of this source, holder and month at least once."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    source = CodeField(max_length=16)
    unit = CodeField()
    month = models.DateField()
    community = CodeField(max_length=12, blank=True)
    klass = CodeField(max_length=16, blank=True)
    person = models.UUIDField()

    scope: ClassVar[Scope] = Scope(unit="unit")
    objects = ScopedQuerySet["Presence"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="presence_once",
                fields=["source", "unit", "month", "community", "klass", "person"],
            ),
        ]


class Distinct(models.Model):
    """人数: how many different persons a district saw in a month or a year; above it these are added up."""

    class Span(models.TextChoices):
        MONTH = "month", "月"
        YEAR = "year", "年"

    id = models.UUIDField(primary_key=True, default=uuid7)
    district = CodeField(max_length=6)
    span = models.CharField(max_length=8, choices=Span)
    since = models.DateField()
    source = CodeField(max_length=16)
    persons = models.PositiveIntegerField()
    version = models.PositiveIntegerField(default=1)  # how often it has changed; a report stores it

    scope: ClassVar[Scope] = Scope(unit="district")
    objects = ScopedQuerySet["Distinct"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="distinct_once", fields=["source", "span", "since", "district"]
            ),
        ]


class Published(models.Model):
    """公布的月: outsiders may see this month of a district, for the measures of one source (ADR 0014)."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    district = CodeField(max_length=6)
    source = CodeField(max_length=16)
    month = models.DateField()

    scope: ClassVar[Scope] = Scope(unit="district")
    objects = ScopedQuerySet["Published"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(name="published_once", fields=["district", "source", "month"]),
        ]


class Hidden(models.Model):
    """不单列的格: a cell that is not shown to outsiders; once hidden it stays so, whatever is corrected later."""

    id = models.UUIDField(primary_key=True, default=uuid7)
    district = CodeField(max_length=6)
    source = CodeField(max_length=16)
    year = models.PositiveSmallIntegerField()
    cell = CodeField(max_length=64)  # node, span and part, as `cube.Cell` writes them

    scope: ClassVar[Scope] = Scope(unit="district")
    objects = ScopedQuerySet["Hidden"].as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                name="hidden_once", fields=["district", "source", "year", "cell"]
            ),
        ]
