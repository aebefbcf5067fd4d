from importlib import import_module

from django.apps import AppConfig


class Places(AppConfig):
    name = "huiyin.places"
    label = "places"

    def ready(self) -> None:
        import_module("huiyin.places.slots")
