from django.apps import AppConfig


class EventsGround(AppConfig):
    name = "moothall.ground.events"
    label = "events"
