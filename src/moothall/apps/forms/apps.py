from django.apps import AppConfig


class FormsRoom(AppConfig):
    name = "moothall.apps.forms"
    label = "forms"
