from django.urls import path

from huiyin.records import views

app_name = "records"
urlpatterns = [
    path("records", views.listed, name="listed"),
    path("records/new", views.new, name="new"),
    path("records/proposed", views.proposed, name="proposed"),
    path("records/today", views.of_today, name="of_today"),
    path("records/of/<uuid:pk>", views.of_person, name="of_person"),
    path("records/<uuid:pk>", views.page, name="page"),
    path("records/<uuid:pk>/correct", views.correct, name="correct"),
    path("records/<uuid:pk>/void", views.void, name="void"),
]
