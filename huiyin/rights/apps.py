from importlib import import_module

from django.apps import AppConfig


class Rights(AppConfig):
    name = "huiyin.rights"
    label = "rights"

    def ready(self) -> None:
        import_module("huiyin.rights.slots")
