from importlib import import_module

from django.apps import AppConfig


class Contracts(AppConfig):
    name = "huiyin.contracts"
    label = "contracts"

    def ready(self) -> None:
        import_module("huiyin.contracts.slots")
