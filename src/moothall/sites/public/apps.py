from django.apps import AppConfig


class PublicSite(AppConfig):
    name = "moothall.sites.public"
    label = "public_site"
