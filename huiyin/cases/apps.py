from django.apps import AppConfig


class Cases(AppConfig):
    name = "huiyin.cases"
    label = "cases"
