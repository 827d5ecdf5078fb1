from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class OpsSite(AppConfig):
    name = "moothall.sites.ops"
    label = "ops_site"

    def ready(self) -> None:
        from moothall.ground.jobs.api import OBSERVERS
        from moothall.sites.ops.metrics import count_job

        OBSERVERS.add("metrics", count_job)
        autodiscover_modules("upkeep")
