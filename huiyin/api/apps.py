from django.apps import AppConfig


class Api(AppConfig):
    name = "huiyin.api"
    label = "api"
