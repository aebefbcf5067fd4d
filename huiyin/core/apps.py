from django.apps import AppConfig


class Core(AppConfig):
    name = "huiyin.core"
    label = "core"
