from django.apps import AppConfig


class DocumentsRoom(AppConfig):
    name = "moothall.apps.documents"
    label = "documents"
