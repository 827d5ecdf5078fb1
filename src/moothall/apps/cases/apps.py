from django.apps import AppConfig


class CasesRoom(AppConfig):
    name = "moothall.apps.cases"
    label = "cases"

    def ready(self) -> None:
        import moothall.apps.cases.listeners
        import moothall.apps.cases.services.erasing  # noqa: F401 — both register themselves
        from moothall.apps.teams.api import register_ability

        register_ability("cases.erase", "Erase what people said in a case, naming the rule.")
        register_ability("cases.refund", "Give back a fee that was paid for a case.")
