"""Make the bare table and its 10,000 rows."""

import os

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.bare.settings"

import django

django.setup()

from django.core.management import call_command  # noqa: E402 — Django must be set up first

from bench.bare.models import Row  # noqa: E402 — likewise

call_command("migrate", run_syncdb=True, verbosity=0)
Row.objects.bulk_create([Row(key=f"row-{n}", text="Some words about it. " * 5) for n in range(10_000)])
