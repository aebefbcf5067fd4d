from django.apps import AppConfig


class Records(AppConfig):
    name = "huiyin.records"
    label = "records"

    def ready(self) -> None:
        from huiyin.records import slots  # noqa: F401, PLC0415  hung when the room is furnished
