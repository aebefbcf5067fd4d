"""Every room brings its own addresses; the root knows only which rooms have pages."""

from django.urls import include, path

urlpatterns = [
    path("", include("huiyin.ui.urls")),
    path("", include("huiyin.audit.urls")),
    path("", include("huiyin.places.urls")),
    path("", include("huiyin.access.urls")),
    path("", include("huiyin.access.urls.entrance")),
    path("", include("huiyin.notices.urls")),
    path("", include("huiyin.residents.urls")),
    path("", include("huiyin.loops.urls")),
    path("", include("huiyin.contracts.urls")),
    path("", include("huiyin.records.urls")),
    path("", include("huiyin.cases.urls")),
    path("", include("huiyin.rights.urls")),
    path("", include("huiyin.referrals.urls")),
    path("", include("huiyin.insight.urls")),
    path("", include("huiyin.portal.urls")),
    path("", include("huiyin.api.urls")),
]

handler500 = "huiyin.core.middleware.failed"
