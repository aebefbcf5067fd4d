from django.apps import AppConfig


class Referrals(AppConfig):
    name = "huiyin.referrals"
    label = "referrals"
