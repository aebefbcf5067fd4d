from django.apps import AppConfig


class Insight(AppConfig):
    name = "huiyin.insight"
    label = "insight"
