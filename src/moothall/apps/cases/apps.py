from django.apps import AppConfig


class CasesRoom(AppConfig):
    name = "moothall.apps.cases"
    label = "cases"
