from django.apps import AppConfig


class RehearsalSite(AppConfig):
    name = "moothall.sites.rehearsal"
    label = "rehearsal_site"

    def ready(self) -> None:
        from moothall.apps.catalogue.api import register_part
        from moothall.sites.rehearsal.journeys import JOURNEYS

        register_part(JOURNEYS)
