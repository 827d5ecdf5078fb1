"""Starting Django from a command, and finding what rooms offer to it."""

from __future__ import annotations

import os

from moothall.project import environment


def start_django() -> None:
    """Load the settings and every app, with the commands they offer. Idempotent: Django's own setup is not, it would
    lay the log's handler anew onto whatever stands for the standard error now."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "moothall.project.settings")  # noqa: TID251 — before settings
    import django
    from django.apps import apps
    from django.utils.module_loading import autodiscover_modules

    environment.own_folder()
    if not apps.ready:
        django.setup()
    autodiscover_modules("commands")
