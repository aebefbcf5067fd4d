from importlib import import_module

from django.apps import AppConfig


class Audit(AppConfig):
    name = "huiyin.audit"
    label = "audit"

    def ready(self) -> None:
        import_module("huiyin.audit.slots")
        import_module("huiyin.audit.copied")
