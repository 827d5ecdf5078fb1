from django.apps import AppConfig


class DemoSite(AppConfig):
    name = "moothall.sites.demo"
    label = "demo_site"
