from django.apps import AppConfig


class BookingsRoom(AppConfig):
    name = "moothall.apps.bookings"
    label = "bookings"

    def ready(self) -> None:
        import moothall.apps.bookings.desk
        import moothall.apps.bookings.policies  # noqa: F401 — a role may name the abilities from the start
