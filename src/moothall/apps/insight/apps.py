from django.apps import AppConfig


class InsightRoom(AppConfig):
    name = "moothall.apps.insight"
    label = "insight"

    def ready(self) -> None:
        """A role may name the ability from the start."""
        from moothall.apps.insight import policies  # noqa: F401
