from django.apps import AppConfig


class Places(AppConfig):
    name = "huiyin.places"
    label = "places"

    def ready(self) -> None:
        from huiyin.places import slots  # noqa: F401, PLC0415  hung when the room is furnished
