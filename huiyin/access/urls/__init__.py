from django.urls import path

from huiyin.access.views import entrance, lead, offices, own

app_name = "access"
urlpatterns = [
    path("", entrance.home, name="home"),
    path("account", own.account, name="account"),
    path("account/password", own.password, name="password"),
    path("account/second-factor", own.factor, name="factor"),
    path("account/second-factor/remove", own.remove_factor, name="remove_factor"),
    path("account/recovery-codes", own.renew_codes, name="renew_codes"),
    path("account/sessions/<int:pk>/end", own.end_session, name="end_session"),
    path("account/sessions/end-others", own.end_other_sessions, name="end_other_sessions"),
    path("account/keys", own.set_keys, name="set_keys"),
    path("account/post", own.choose_post, name="choose_post"),
    path("accounts", offices.accounts, name="accounts"),
    path("accounts/new", offices.open_account, name="open_account"),
    path("accounts/<uuid:pk>", offices.account, name="one_account"),
    path("accounts/<uuid:pk>/reset", offices.reset, name="reset"),
    path("accounts/<uuid:pk>/unlock", offices.unlock, name="unlock"),
    path("accounts/<uuid:pk>/close", offices.close, name="close"),
    path("accounts/<uuid:pk>/reopen", offices.reopen, name="reopen"),
    path("units", offices.units, name="units"),
    path("units/new", offices.open_unit, name="open_unit"),
    path("units/<str:code>/edit", offices.edit_unit, name="edit_unit"),
    path("organisations/new", offices.open_organisation, name="open_organisation"),
    path("organisations/<uuid:pk>/edit", offices.edit_organisation, name="edit_organisation"),
    path("posts", offices.posts, name="posts"),
    path("posts/new", offices.grant_post, name="grant_post"),
    path("posts/<uuid:pk>", offices.post, name="one_post"),
    path("posts/<uuid:pk>/end", offices.end_post, name="end_post"),
    path("posts/<uuid:pk>/reaches", offices.grant_reach, name="grant_reach"),
    path("reaches/<uuid:pk>/end", offices.end_reach, name="end_reach"),
    path("deputies", lead.deputies, name="deputies"),
    path("deputies/new", lead.appoint, name="appoint"),
    path("deputies/<uuid:pk>/end", lead.end_deputy, name="end_deputy"),
]
