from django.urls import path

from huiyin.contracts import views

app_name = "contracts"
urlpatterns = [
    path("boundary", views.boundary, name="boundary"),
    path("boundary/<uuid:pk>/history", views.history, name="history"),
    path("boundary/<uuid:pk>/edit", views.edit, name="edit"),
]
