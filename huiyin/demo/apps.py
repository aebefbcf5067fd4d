from django.apps import AppConfig


class Demo(AppConfig):
    name = "huiyin.demo"
    label = "demo"
