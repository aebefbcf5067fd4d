from importlib import import_module

from django.apps import AppConfig


class Residents(AppConfig):
    name = "huiyin.residents"
    label = "residents"

    def ready(self) -> None:
        import_module("huiyin.residents.slots")
