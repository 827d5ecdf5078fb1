from django.apps import AppConfig


class DemoSite(AppConfig):
    name = "moothall.sites.demo"
    label = "demo_site"

    def ready(self) -> None:
        from moothall.apps.catalogue.api import register_council_file
        from moothall.sites.demo.checking import DEMO_FILE

        register_council_file(DEMO_FILE)
