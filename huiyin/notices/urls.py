from django.urls import path

from huiyin.notices import views

app_name = "notices"
urlpatterns = [
    path("messages", views.inbox, name="inbox"),
    path("messages/<uuid:pk>", views.read, name="read"),
]
