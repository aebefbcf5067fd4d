from django.urls import URLPattern, path
from django.views.generic import RedirectView

app_name = "referrals"
urlpatterns: list[URLPattern] = [
    path("referrals/<uuid:pk>", RedirectView.as_view(url="/"), name="page"),
]
