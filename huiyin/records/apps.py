from django.apps import AppConfig


class Records(AppConfig):
    name = "huiyin.records"
    label = "records"
