from django.apps import AppConfig


class Residents(AppConfig):
    name = "huiyin.residents"
    label = "residents"
