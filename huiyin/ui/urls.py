from django.urls import path

from huiyin.ui import views

app_name = "ui"
urlpatterns = [
    path("gallery", views.gallery, name="gallery"),
    path("keys", views.keys, name="keys"),
    path("menu", views.menu, name="menu"),
]
