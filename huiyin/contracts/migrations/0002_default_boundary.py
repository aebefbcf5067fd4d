"""The boundary a new house starts with (contracts/defaults.py)."""

from typing import Any

from django.db import migrations

from huiyin.contracts import defaults


def begin(apps: Any, schema_editor: Any) -> None:
    defaults.put(apps.get_model("contracts", "BoundaryRule"))


class Migration(migrations.Migration):
    dependencies = [("contracts", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
