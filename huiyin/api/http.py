"""The API itself: who asks, whether her post may, and how answers and refusals are written.

A token opens no page and a cookie opens nothing here, so that no other site can make a browser ask (no CSRF to
guard against, and no CORS). What a capability is, the policy page says; what may be done, the rules say.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar, cast

from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as Malformed
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import JSONRenderer
from ninja.security import HttpBearer
from pydantic_core import from_json

from huiyin.api import errors, queries
from huiyin.api.answers import Error
from huiyin.api.errors import No
from huiyin.core.actor import ANONYMOUS, Actor
from huiyin.core.errors import NotAllowed, Unseen
from huiyin.core.http import Request

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
ALWAYS = (401, 403, 422, 429, 500, 503)
JSON = "application/json"
ABOUT = (
    "回音的接口。和页面走同一套规矩：同样的岗位，看到同样的行，能做同样的事。"
    "编号由送的一方自己起（UUID）：同一个编号、同样的内容，再送多少次都是同一个答复；内容不同就是 409。"
)


class Json(Parser):
    """A body is one JSON object in UTF-8: no half characters, no numbers that are none."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != JSON:
            raise No(415, errors.NOT_JSON_TYPE)
        try:
            return from_json(request.body, allow_inf_nan=False)
        except ValueError:
            raise No(422, errors.NOT_JSON, {"body": errors.NOT_JSON}) from None


class Bearer(HttpBearer):
    """Asked of every operation, before its body is looked at: a token that runs, and the capability."""

    def __init__(self, capability: str) -> None:
        super().__init__()
        self.capability = capability
        self.questions: frozenset[str] = frozenset()  # what may stand behind the ? of its address

    def __call__(self, request: HttpRequest) -> Actor | None:
        cast(
            "Request", request
        ).actor = ANONYMOUS  # whoever's cookie came along, it is not she who asks
        return super().__call__(request)

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        actor = queries.actor_of(token)
        if actor is None:
            if queries.missed(request.META["REMOTE_ADDR"]):
                raise No(429, errors.TOO_OFTEN, Retry_After="600")
            raise AuthenticationError
        cast("Request", request).actor = actor
        if not actor.may(self.capability):
            raise NotAllowed(self.capability)
        if (
            unknown := set(request.GET) - self.questions
        ):  # a misspelt filter would show the wrong rows
            raise errors.wrong(dict.fromkeys(sorted(unknown), errors.SAID["extra_forbidden"]))
        return actor


class Plainly(JSONRenderer):
    """Chinese as Chinese, so that an answer can be read as it comes."""

    json_dumps_params = {"ensure_ascii": False}


def refuse(request: HttpRequest, error: Any) -> HttpResponse:
    gone = isinstance(error, Http404)
    said = errors.no_of(Unseen() if gone else error, cast("Request", request))
    answer = api.create_response(
        request, {"error": said.words, "fields": said.fields}, status=said.status
    )
    for name, value in said.headers.items():
        answer.headers[name] = value
    return answer


api = NinjaAPI(
    title="回音", version="1", description=ABOUT, docs_url=None, openapi_url=None,
    urls_namespace="machine", parser=Json(), renderer=Plainly(),
)  # fmt: skip
for kind in (Exception, Http404, HttpError, Malformed):  # in place of the library's own words
    api.add_exception_handler(kind, refuse)


def operation(
    method: str, path: str, *, needs: str, answers: Mapping[int, Any], also: tuple[int, ...] = ()
) -> Callable[[Endpoint], Endpoint]:
    """One operation: what it asks of the policy page, what it answers, and which refusals it knows besides
    those that every operation knows. Its docstring's first line is its title in the OpenAPI page."""

    def decorate(endpoint: Endpoint) -> Endpoint:
        title, _, more = (endpoint.__doc__ or "").strip().partition("\n")
        refusals = dict.fromkeys((*ALWAYS, *also, *((413, 415) if method == "POST" else ())), Error)
        door = Bearer(needs)
        register = api.api_operation(
            [method], path, auth=door, response={**answers, **refusals}, summary=title,
            description=more.strip(), by_alias=True, operation_id=endpoint.__name__,
        )  # fmt: skip
        made = register(endpoint)
        door.questions = _questions(api.default_router.path_operations[path].operations[-1])
        return made

    return decorate


def _questions(operation: Operation) -> frozenset[str]:
    asked = [m for m in operation.models if m.__ninja_param_source__ == "query"]
    return frozenset(
        field.alias or name for model in asked for name, field in model.model_fields.items()
    )


def operations() -> Iterator[tuple[str, str, Operation]]:
    """Method, path and operation, for the census and for the addresses."""
    for router in api._get_bound_routers():
        for path, view in router.path_operations.items():
            for one in view.operations:
                for method in one.methods:
                    yield method, path, one
