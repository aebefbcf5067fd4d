from django.urls import path

from huiyin.rights import views

app_name = "rights"
urlpatterns = [
    path("reveals", views.waiting, name="waiting"),
    path("reveals/<uuid:pk>", views.page, name="page"),
    path("reveals/<uuid:pk>/grant", views.grant, name="grant"),
    path("reveals/<uuid:pk>/deny", views.deny, name="deny"),
    path("reveals/<uuid:pk>/use", views.use, name="use"),
    path("people/<uuid:pk>/reveal/ask", views.ask, name="ask"),
    path("people/<uuid:pk>/leave", views.leave, name="leave"),
]
