from django.urls import path

from huiyin.audit import views

app_name = "audit"
urlpatterns = [
    path("journal", views.journal, name="journal"),
    path("verification", views.verification, name="verification"),
]
