from django.apps import AppConfig


class Cases(AppConfig):
    name = "huiyin.cases"
    label = "cases"

    def ready(self) -> None:
        from huiyin.cases import slots  # noqa: F401, PLC0415  hung when the room is furnished
