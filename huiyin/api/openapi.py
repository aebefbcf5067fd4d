"""The page that programs read: OpenAPI 3.1, made from the same types as the checks."""

from functools import cache
from typing import Any, cast

from huiyin.api import endpoints
from huiyin.api.http import api
from huiyin.api.schemas import ONE_OR_MANY, RecordIn

REF = "#/components/schemas/{model}"
assert endpoints  # noqa: S101 -- importing it is what hangs the operations


@cache
def page() -> dict[str, Any]:
    made = cast("dict[str, Any]", dict(api.get_openapi_schema(path_prefix="api/v1/")))
    schema = RecordIn.model_json_schema(ref_template=REF)
    body = made["paths"]["/api/v1/records"]["post"]["requestBody"]
    body["content"]["application/json"]["schema"] = ONE_OR_MANY
    made["components"]["schemas"] |= {**schema.pop("$defs", {}), "RecordIn": schema}
    return made
