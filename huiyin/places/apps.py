from django.apps import AppConfig


class Places(AppConfig):
    name = "huiyin.places"
    label = "places"
