from django.apps import AppConfig


class FilesGround(AppConfig):
    name = "moothall.ground.files"
    label = "files"
