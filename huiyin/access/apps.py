from importlib import import_module

from django.apps import AppConfig


class Access(AppConfig):
    name = "huiyin.access"
    label = "access"

    def ready(self) -> None:
        import_module("huiyin.access.slots")
        import_module("huiyin.access.sealed")
