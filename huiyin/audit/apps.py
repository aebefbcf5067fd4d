from django.apps import AppConfig


class Audit(AppConfig):
    name = "huiyin.audit"
    label = "audit"
