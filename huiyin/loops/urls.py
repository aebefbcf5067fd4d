from django.urls import path

from huiyin.loops import views

app_name = "loops"
urlpatterns = [
    path("today", views.day, name="day"),
    path("answered", views.answered, name="answered"),
    path("board", views.board, name="board"),
    path("promises/new", views.promise, name="promise"),
    path("loops/<uuid:pk>", views.page, name="page"),
    path("loops/<uuid:pk>/keep", views.keep, name="keep"),
    path("loops/<uuid:pk>/step", views.step, name="step"),
    path("loops/<uuid:pk>/assign", views.assign, name="assign"),
    path("loops/<uuid:pk>/nudge", views.nudge, name="nudge"),
    path("loops/<uuid:pk>/unsolved", views.unsolved, name="unsolved"),
    path("handovers", views.handovers, name="handovers"),
    path("handovers/new", views.begin, name="begin"),
    path("handovers/<uuid:pk>", views.handover, name="handover"),
    path("handovers/<uuid:pk>/paper", views.paper, name="paper"),
    path("handovers/<uuid:pk>/offer", views.offer, name="offer"),
    path("handovers/<uuid:pk>/newcomers", views.newcomers, name="newcomers"),
    path("handovers/<uuid:pk>/add", views.add, name="add"),
    path("handovers/<uuid:pk>/finish", views.finish, name="finish"),
    path("handovers/<uuid:pk>/call-off", views.call_off, name="call_off"),
    path("handovers/items/<uuid:pk>/settle", views.settle, name="settle"),
    path("taking", views.taking, name="taking"),
    path("taking/<uuid:pk>/take", views.take, name="take"),
    path("taking/<uuid:pk>/refuse", views.refuse, name="refuse"),
    path("taking/<uuid:pk>/tick", views.tick, name="tick"),
]
