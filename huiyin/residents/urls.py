from django.urls import path

from huiyin.residents import views

app_name = "residents"
urlpatterns = [
    path("find", views.find, name="find"),
    path("find/list", views.options, name="options"),
    path("people/new", views.register, name="register"),
    path("people/<uuid:pk>", views.person, name="person"),
    path("people/<uuid:pk>/identity", views.identity, name="identity"),
    path("people/<uuid:pk>/reveal", views.reveal, name="reveal"),
    path("people/<uuid:pk>/history", views.history, name="history"),
    path("people/<uuid:pk>/merge", views.merge, name="merge"),
    path("people/<uuid:pk>/unmerge", views.unmerge, name="unmerge"),
    path("consents/<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
]
