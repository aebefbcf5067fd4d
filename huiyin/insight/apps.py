from django.apps import AppConfig


class Insight(AppConfig):
    name = "huiyin.insight"
    label = "insight"

    def ready(self) -> None:
        from huiyin.insight import contract, kept, published, slots  # noqa: F401, PLC0415  hung when the room is furnished
