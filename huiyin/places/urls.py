from django.urls import path

from huiyin.places import views

app_name = "places"
urlpatterns = [
    path("calendar", views.year, name="calendar"),
    path("calendar/edit", views.edit, name="edit"),
]
