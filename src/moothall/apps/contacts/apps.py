from django.apps import AppConfig


class ContactsRoom(AppConfig):
    name = "moothall.apps.contacts"
    label = "contacts"

    def ready(self) -> None:
        import moothall.apps.contacts.erasing
        import moothall.apps.contacts.policies  # noqa: F401 — both register themselves
        from moothall.apps.catalogue.api import register_council_file
        from moothall.apps.contacts.reader import CONTACTS_FILE

        register_council_file(CONTACTS_FILE)
