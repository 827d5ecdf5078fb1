"""The addresses that stand behind a language: the public site alone."""

from __future__ import annotations

from django.urls import include, path

from moothall.project import urls

urlpatterns = [path("", include("moothall.sites.public.urls"))]

handler400, handler403, handler404, handler429, handler500 = (
    urls.handler400,
    urls.handler403,
    urls.handler404,
    urls.handler429,
    urls.handler500,
)
