from __future__ import annotations

from django.apps import AppConfig


class CatalogueRoom(AppConfig):
    name = "moothall.apps.catalogue"
    label = "catalogue"

    def ready(self) -> None:
        from moothall.apps.catalogue.library import current, when_changed
        from moothall.apps.catalogue.services import load_again
        from moothall.apps.catalogue.speaking import languages_offered
        from moothall.apps.teams.api import organised_by
        from moothall.ui import languages

        languages.configure(offered=languages_offered)
        organised_by(lambda: current().organisation)
        when_changed(load_again)
