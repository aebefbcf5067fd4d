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
]
