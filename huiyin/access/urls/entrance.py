"""The five of allauth's 28 addresses that we mount, under the names by which it looks for them."""

from django.urls import path

from huiyin.access.views import entrance

urlpatterns = [
    path("sign-in", entrance.sign_in, name="account_login"),
    path("sign-in/code", entrance.code, name="mfa_authenticate"),
    path("sign-out", entrance.sign_out, name="account_logout"),
    path("account/confirm", entrance.confirm, name="account_reauthenticate"),
    path("account/confirm/code", entrance.confirm_by_code, name="mfa_reauthenticate"),
]
