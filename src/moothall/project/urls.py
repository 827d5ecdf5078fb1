"""Every address: each site lists its own."""

from django.urls import include, path

urlpatterns = [path("", include("moothall.ui.urls"))]

handler400 = "moothall.ui.errors.bad_request"
handler403 = "moothall.ui.errors.forbidden"
handler404 = "moothall.ui.errors.not_found"
handler500 = "moothall.ui.errors.failed"
