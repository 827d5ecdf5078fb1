from django.apps import AppConfig


class LookupsRoom(AppConfig):
    name = "moothall.apps.lookups"
    label = "lookups"

    def ready(self) -> None:
        from moothall.apps.catalogue.api import register_part
        from moothall.apps.lookups.reader import LOOKUP_PART

        register_part(LOOKUP_PART)
