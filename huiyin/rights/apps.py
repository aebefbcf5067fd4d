from django.apps import AppConfig


class Rights(AppConfig):
    name = "huiyin.rights"
    label = "rights"
