from django.urls import path

from huiyin.insight import views

app_name = "insight"
urlpatterns = [
    path("figures", views.figures, name="figures"),
    path("figures/<str:measure>", views.figure, name="figure"),
    path("figures/<str:measure>/rows", views.rows, name="rows"),
    path("contracts/<uuid:pk>/figures", views.contract, name="contract"),
]
