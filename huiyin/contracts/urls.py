from django.urls import path

from huiyin.contracts.views import boundary, contract

app_name = "contracts"
urlpatterns = [
    path("boundary", boundary.boundary, name="boundary"),
    path("boundary/<uuid:pk>/history", boundary.history, name="history"),
    path("boundary/<uuid:pk>/edit", boundary.edit, name="edit"),
    path("contracts", contract.listed, name="list"),
    path("contracts/draft", contract.draft, name="draft"),
    path("contracts/<uuid:pk>", contract.page, name="page"),
    path("contracts/<uuid:pk>/serve", contract.serve, name="serve"),
    path("contracts/<uuid:pk>/indicator", contract.put_indicator, name="put_indicator"),
    path("contracts/<uuid:pk>/cap", contract.put_cap, name="put_cap"),
    path("contracts/<uuid:pk>/sign", contract.sign, name="sign"),
    path("contracts/<uuid:pk>/end", contract.end, name="end"),
]
