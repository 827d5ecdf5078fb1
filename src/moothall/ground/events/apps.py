from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class EventsGround(AppConfig):
    """Every process knows every room's facts and listeners, whichever pages it serves."""

    name = "moothall.ground.events"
    label = "events"

    def ready(self) -> None:
        autodiscover_modules("events")
        autodiscover_modules("listeners")
