from django.apps import AppConfig


class Loops(AppConfig):
    name = "huiyin.loops"
    label = "loops"
