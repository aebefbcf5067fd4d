"""Every no of the API: a status, one Chinese sentence, and which fields are wrong. Never a traceback."""

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db.utils import IntegrityError, OperationalError
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Malformed
from pydantic import ValidationError

from huiyin.access.policy import CAPABILITIES
from huiyin.audit.rule import deny
from huiyin.core.errors import NotAllowed, Refused, Unseen
from huiyin.core.http import Request
from huiyin.core.middleware import AWAY, FAILED

log = logging.getLogger("huiyin.http")
NO_TOKEN = "没有令牌，或者令牌不能用了。请在“我的账号”的“接口令牌”里办一个，写在 Authorization: Bearer 后面。"  # noqa: S105
UNSEEN = "没有这一条，或者不归您看。"
NO_ADDRESS = "接口里没有这个地址。地址都在 /api/v1/openapi.json 里。"
NO_METHOD = "这个地址不能这样用。可以用：{}。"
TOO_OFTEN = "令牌试错太多次了。请过十分钟再试。"
TAKEN = "这个编号已经用在别的一条上了。请换一个编号再送。"
TOO_BIG = "一次送来的太多了。请分几次送，每次不超过 {} MB。"
NOT_JSON = "读不懂：送来的要是一个 JSON 对象，用 UTF-8 写。"
NOT_JSON_TYPE = "请写明 Content-Type: application/json。"
WRONG = "有 {} 项要改，见 fields。"
SAID = {
    "missing": "缺这一项。",
    "extra_forbidden": "没有这一项，请去掉。",
    "string_type": "这里写文字，放在引号里。",
    "string_too_long": "最多 {max_length} 个字。",
    "string_too_short": "不能空着。",
    "string_pattern_mismatch": "写法不对。",
    "int_type": "这里写整数，不加引号。",
    "int_parsing": "这里写整数。",
    "bool_type": "这里写 true 或 false。",
    "bool_parsing": "这里写 true 或 false。",
    "greater_than_equal": "最少是 {ge}。",
    "less_than_equal": "最多是 {le}。",
    "enum": "只能是 {expected} 之一。",
    "literal_error": "只能是 {expected} 之一。",
    "list_type": "这里写一列，放在方括号里。",
    "too_long": "最多 {max_length} 个。",
    "too_short": "至少 {min_length} 个。",
    "dict_type": "这里写一个对象，放在花括号里。",
    "model_type": "这里写一个对象，放在花括号里。",
    "model_attributes_type": "这里写一个对象，放在花括号里。",
    "timezone_aware": "时间要带时区，比如 2026-01-16T14:40:00+08:00。",
}
KINDS = {
    "uuid": "这里写一个 UUID。",
    "datetime": "时间写成 2026-01-16T14:40:00+08:00 这样。",
    "date": "日期写成 2026-01-16 这样。",
}


class No(Exception):
    """An answer that is a no, with the fields that are wrong."""

    def __init__(
        self, status: int, words: str, fields: Mapping[str, str] | None = None, **headers: str
    ) -> None:
        super().__init__(status, words)
        self.status, self.words, self.fields = status, words, dict(fields or {})
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


def no_of(error: Exception, request: Request) -> No:
    """What a client is told about whatever went wrong."""
    told = next((told for kind, told in TOLD.items() if isinstance(error, kind)), None)
    if told is not None:
        return told(error, request)
    log.error("answered 500, number %s", request.number, exc_info=error)
    return No(500, FAILED.format(request.number))


def _not_allowed(error: Any, request: Request) -> No:
    """Journalled too, as on the pages; the middleware that does it there does not see this one."""
    deny(error.capability, request.actor)
    return No(403, f"这个岗位不做这件事：{CAPABILITIES[error.capability]}。")


def _wrong(error: Any, request: Request) -> No:
    told = error.errors if isinstance(error, Malformed) else error.errors()
    return wrong(fields_of(told))


def _unread(error: Exception) -> No:
    """The library says 400 for whatever its parser raised; the parser said it better."""
    cause = error.__cause__
    return cause if isinstance(cause, No) else No(422, NOT_JSON, {"body": NOT_JSON})


def wrong(fields: Mapping[str, str]) -> No:
    return No(422, WRONG.format(len(fields)), fields)


def fields_of(errors: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Path → sentence, as a form would say it: person.name, records.3.minutes."""
    found: dict[str, str] = {}
    for one in errors:
        place = [str(step) for step in one["loc"] if step not in {"body", "query", "path", "given"}]
        found.setdefault(".".join(place) or "body", _said(one))
    return found


def _said(error: Mapping[str, Any]) -> str:
    kind, given = str(error["type"]), error.get("ctx") or {}
    if kind == "value_error":
        return str(given.get("error") or error["msg"])
    if kind in SAID:
        return SAID[kind].format(**{name: _listed(value) for name, value in given.items()})
    return KINDS.get(kind.split("_")[0], "这一项写得不对。")


def _listed(value: Any) -> str:
    """'open', 'answered' or 'all' → open、answered、all"""
    return str(value).replace("' or '", "、").replace("', '", "、").strip("'")


def _taken(error: Exception, request: Request) -> No:
    """The one constraint a program can run into past the rules: an id that another row has."""
    log.warning("answered 409, number %s", request.number, exc_info=error)
    return No(409, TAKEN)


TOLD: dict[type[Exception], Callable[[Any, Request], No]] = {
    No: lambda error, _: error,
    Refused: lambda error, _: No(409, str(error)),
    NotAllowed: _not_allowed,
    Unseen: lambda *_: No(404, UNSEEN),
    Malformed: _wrong,
    ValidationError: _wrong,
    RequestDataTooBig: lambda *_: No(413, TOO_BIG.format(2)),
    AuthenticationError: lambda *_: No(401, NO_TOKEN, WWW_Authenticate="Bearer"),
    HttpError: lambda error, _: _unread(error),
    IntegrityError: _taken,
    OperationalError: lambda *_: No(503, AWAY, Retry_After="5"),
}
