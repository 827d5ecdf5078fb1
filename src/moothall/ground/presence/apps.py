from django.apps import AppConfig


class PresenceGround(AppConfig):
    name = "moothall.ground.presence"
    label = "presence"
