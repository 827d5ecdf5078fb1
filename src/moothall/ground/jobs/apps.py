from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsGround(AppConfig):
    name = "moothall.ground.jobs"
    label = "jobs"

    def ready(self) -> None:
        autodiscover_modules("jobs")
