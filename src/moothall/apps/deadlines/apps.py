from django.apps import AppConfig


class DeadlinesRoom(AppConfig):
    name = "moothall.apps.deadlines"
    label = "deadlines"
