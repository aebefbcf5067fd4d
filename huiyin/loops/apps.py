from django.apps import AppConfig


class Loops(AppConfig):
    name = "huiyin.loops"
    label = "loops"

    def ready(self) -> None:
        from huiyin.loops import slots  # noqa: F401, PLC0415  hung when the room is furnished
