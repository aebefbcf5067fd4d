

import huiyin.core.clock
import huiyin.core.codes
import huiyin.core.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Lane',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('n', models.PositiveSmallIntegerField(unique=True)),
                ('counted_at', models.DateTimeField(null=True)),
                ('ripe_at', models.DateTimeField(default=huiyin.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='Distinct',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('district', huiyin.core.codes.CodeField(max_length=6)),
                ('span', models.CharField(choices=[('month', '月'), ('year', '年')], max_length=8)),
                ('since', models.DateField()),
                ('source', huiyin.core.codes.CodeField(max_length=16)),
                ('persons', models.PositiveIntegerField()),
                ('version', models.PositiveIntegerField(default=1)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'span', 'since', 'district'), name='distinct_once')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('source', huiyin.core.codes.CodeField(max_length=16)),
                ('unit', huiyin.core.codes.CodeField(max_length=13)),
                ('month', models.DateField()),
                ('community', huiyin.core.codes.CodeField(blank=True, max_length=12)),
                ('klass', huiyin.core.codes.CodeField(blank=True, max_length=16)),
                ('person', models.UUIDField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'unit', 'month', 'community', 'klass', 'person'), name='presence_once')],
            },
        ),
        migrations.CreateModel(
            name='Rollup',
            fields=[
                ('id', models.UUIDField(default=huiyin.core.ids.uuid7, primary_key=True, serialize=False)),
                ('unit', huiyin.core.codes.CodeField(max_length=13)),
                ('month', models.DateField()),
                ('measure', huiyin.core.codes.CodeField(max_length=32)),
                ('community', huiyin.core.codes.CodeField(blank=True, max_length=12)),
                ('klass', huiyin.core.codes.CodeField(blank=True, max_length=16)),
                ('whole', models.BooleanField(default=False)),
                ('value', models.BigIntegerField()),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('whole', True)), fields=['measure', 'month', 'unit'], name='rollup_of_districts'), models.Index(fields=['unit', 'month'], name='rollup_to_settle')],
                'constraints': [models.UniqueConstraint(fields=('measure', 'whole', 'unit', 'month', 'community', 'klass'), name='rollup_once_per_cell')],
            },
        ),
    ]
