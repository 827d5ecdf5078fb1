from django.apps import AppConfig


class IdentityRoom(AppConfig):
    name = "moothall.apps.identity"
    label = "identity"
