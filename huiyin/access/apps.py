from django.apps import AppConfig


class Access(AppConfig):
    name = "huiyin.access"
    label = "access"
