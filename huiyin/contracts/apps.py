from django.apps import AppConfig


class Contracts(AppConfig):
    name = "huiyin.contracts"
    label = "contracts"
