from django.apps import AppConfig


class Portal(AppConfig):
    name = "huiyin.portal"
    label = "portal"
