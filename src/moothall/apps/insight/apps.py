from django.apps import AppConfig


class InsightRoom(AppConfig):
    name = "moothall.apps.insight"
    label = "insight"

    def ready(self) -> None:
        """A role may name the ability from the start."""
        from moothall.apps.catalogue.api import register_council_file
        from moothall.apps.insight import policies  # noqa: F401 — read so that its policies are listed
        from moothall.apps.insight.watching.members import MEMBERS_FILE

        register_council_file(MEMBERS_FILE)
