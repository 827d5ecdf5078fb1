from django.apps import AppConfig


class MessagingRoom(AppConfig):
    name = "moothall.apps.messaging"
    label = "messaging"

    def ready(self) -> None:
        from moothall.apps.catalogue.api import register_part
        from moothall.apps.messaging.api import MESSAGES_PART, SNIPPETS_PART

        register_part(MESSAGES_PART)
        register_part(SNIPPETS_PART)
