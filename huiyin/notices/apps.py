from django.apps import AppConfig


class Notices(AppConfig):
    name = "huiyin.notices"
    label = "notices"
