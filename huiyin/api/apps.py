from django.apps import AppConfig


class Api(AppConfig):
    name = "huiyin.api"
    label = "api"

    def ready(self) -> None:
        from huiyin.api import slots  # noqa: F401, PLC0415  hung when the room is furnished
