from django.apps import AppConfig


class DocumentsRoom(AppConfig):
    name = "moothall.apps.documents"
    label = "documents"

    def ready(self) -> None:
        import moothall.apps.documents.services  # noqa: F401 — read so that its eraser is registered
