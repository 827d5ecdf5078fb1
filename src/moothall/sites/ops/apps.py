from django.apps import AppConfig


class OpsSite(AppConfig):
    name = "moothall.sites.ops"
    label = "ops_site"
