from django.urls import path

from huiyin.cases import views

app_name = "cases"
urlpatterns = [
    path("cases", views.listed, name="listed"),
    path("cases/new", views.new, name="new"),
    path("cases/of/<uuid:pk>", views.of_person, name="of_person"),
    path("cases/<uuid:pk>", views.page, name="page"),
    path("cases/<uuid:pk>/intake", views.intake, name="intake"),
    path("cases/<uuid:pk>/assess", views.assess, name="assess"),
    path("cases/<uuid:pk>/plan", views.plan, name="plan"),
    path("cases/<uuid:pk>/close", views.close, name="close"),
    path("cases/<uuid:pk>/reopen", views.reopen, name="reopen"),
    path("cases/<uuid:pk>/promises", views.promises, name="promises"),
    path("cases/<uuid:pk>/step", views.step, name="step"),
]
