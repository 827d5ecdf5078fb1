from django.apps import AppConfig


class MessagingRoom(AppConfig):
    name = "moothall.apps.messaging"
    label = "messaging"
