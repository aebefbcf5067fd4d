from django.apps import AppConfig


class Ui(AppConfig):
    name = "huiyin.ui"
    label = "ui"
