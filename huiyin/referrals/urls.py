from django.urls import path

from huiyin.referrals import views

app_name = "referrals"
urlpatterns = [
    path("committee", views.committee, name="committee"),
    path("referrals", views.referrals, name="list"),
    path("referrals", views.referrals, name="mine"),
    path("referrals/new", views.new, name="new"),
    path("referrals/enter", views.enter, name="enter"),
    path("referrals/aside", views.aside, name="aside"),
    path("referrals/newcomers", views.newcomers, name="newcomers"),
    path("referrals/of-person/<uuid:pk>", views.of_person, name="of_person"),
    path("referrals/of-case/<uuid:pk>", views.of_case, name="of_case"),
    path("referrals/<uuid:pk>", views.page, name="page"),
    path("referrals/<uuid:pk>/receipt", views.receipt, name="receipt"),
    path("referrals/<uuid:pk>/receipt.pdf", views.paper, name="paper"),
    path("referrals/<uuid:pk>/accept", views.accept, name="accept"),
    path("referrals/<uuid:pk>/return", views.return_, name="return"),
    path("referrals/<uuid:pk>/pass_on", views.pass_on, name="pass_on"),
    path("referrals/<uuid:pk>/decline", views.decline, name="decline"),
    path("referrals/<uuid:pk>/agree", views.agree, name="agree"),
    path("referrals/<uuid:pk>/object", views.object_, name="object"),
    path("referrals/<uuid:pk>/inform", views.inform, name="inform"),
    path("referrals/<uuid:pk>/answer", views.answer, name="answer"),
    path("referrals/<uuid:pk>/resend", views.resend, name="resend"),
    path("referrals/<uuid:pk>/withdraw", views.withdraw, name="withdraw"),
    path("referrals/<uuid:pk>/contact", views.contact, name="contact"),
]
