from importlib import import_module

from django.apps import AppConfig


class Referrals(AppConfig):
    name = "huiyin.referrals"
    label = "referrals"

    def ready(self) -> None:
        import_module("huiyin.referrals.slots")
