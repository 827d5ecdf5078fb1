from django.apps import AppConfig


class PaymentsRoom(AppConfig):
    name = "moothall.apps.payments"
    label = "payments"

    def ready(self) -> None:
        import moothall.apps.payments.services  # noqa: F401 — jobs and the eraser register themselves
