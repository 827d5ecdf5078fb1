from django.apps import AppConfig


class PeopleRoom(AppConfig):
    name = "moothall.apps.people"
    label = "people"
