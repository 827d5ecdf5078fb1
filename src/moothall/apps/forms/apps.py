from django.apps import AppConfig


class FormsRoom(AppConfig):
    name = "moothall.apps.forms"
    label = "forms"

    def ready(self) -> None:
        import moothall.apps.forms.jobs
        import moothall.apps.forms.revisions  # noqa: F401 — jobs and erasers register themselves
        from moothall.apps.catalogue.api import register_part
        from moothall.apps.forms.decisions import DECISIONS_PART
        from moothall.apps.forms.reader import FORM_PART

        register_part(DECISIONS_PART)
        register_part(FORM_PART)
