from django.urls import path

from huiyin.portal import views

app_name = "portal"
urlpatterns = [
    path("lookup", views.lookup, name="lookup"),
    path("privacy", views.privacy, name="privacy"),
    path("can", views.boundary, name="boundary"),
    path("healthz", views.healthz, name="healthz"),
]
