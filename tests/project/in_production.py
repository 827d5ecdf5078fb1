"""How production answers, as JSON: `python -m tests.project.in_production PATH …`, each as (status, headers)."""

from __future__ import annotations

import json
import sys

from moothall.project.start import start_django

if __name__ == "__main__":
    start_django()
    from django.core.management import call_command
    from django.test import Client

    from moothall.apps.catalogue.api import load
    from moothall.kernel.actors import system

    load(by=system("test"))
    call_command("check", deploy=True, fail_level="WARNING")
    client = Client(HTTP_HOST="services.example.gov.uk")
    answers = {}
    for path in sys.argv[1:]:
        given = client.get(path, secure=True)
        cookies = {name: dict(morsel) for name, morsel in given.cookies.items()}
        answers[path] = {"status": given.status_code, "headers": dict(given.headers), "cookies": cookies}
    plain = client.get("/")
    answers["plain"] = {"status": plain.status_code, "headers": dict(plain.headers), "cookies": {}}
    print(json.dumps(answers, default=str))
