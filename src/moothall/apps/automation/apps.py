from django.apps import AppConfig


class AutomationRoom(AppConfig):
    name = "moothall.apps.automation"
    label = "automation"

    def ready(self) -> None:
        import moothall.apps.automation.policies  # noqa: F401 — a role may name the abilities from the start
        from moothall.apps.automation.reader import RULE_FILE
        from moothall.apps.catalogue.api import register_council_file

        register_council_file(RULE_FILE)
