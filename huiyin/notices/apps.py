from django.apps import AppConfig


class Notices(AppConfig):
    name = "huiyin.notices"
    label = "notices"

    def ready(self) -> None:
        from huiyin.notices import slots  # noqa: F401, PLC0415  hung when the room is furnished
