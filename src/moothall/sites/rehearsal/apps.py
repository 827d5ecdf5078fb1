from django.apps import AppConfig


class RehearsalSite(AppConfig):
    name = "moothall.sites.rehearsal"
    label = "rehearsal_site"
