from django.apps import AppConfig


class CasesRoom(AppConfig):
    name = "moothall.apps.cases"
    label = "cases"

    def ready(self) -> None:
        import moothall.apps.cases.automating.actions
        import moothall.apps.cases.automating.listening
        import moothall.apps.cases.listeners
        import moothall.apps.cases.possible_deeds
        import moothall.apps.cases.services.approving
        import moothall.apps.cases.services.erasing
        import moothall.apps.cases.services.flagging
        import moothall.apps.cases.talking  # noqa: F401 — all of these register listeners, actions, verbs or erasers when they are read
        from moothall.apps.cases.bodies import BODIES_FILE
        from moothall.apps.cases.macros import MACRO_FILE
        from moothall.apps.catalogue.api import register_council_file
        from moothall.apps.teams.api import register_ability

        register_council_file(BODIES_FILE)
        register_council_file(MACRO_FILE)
        register_ability("cases.refer", "Pass a case to another body, and take it back.")
        register_ability(
            "cases.flag", "Set rules for how a person is dealt with, and read why they were set."
        )

        register_ability("cases.erase", "Erase what people said in a case, naming the rule.")
        register_ability("cases.refund", "Give back a fee that was paid for a case.")
