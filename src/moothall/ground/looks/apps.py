from django.apps import AppConfig


class LooksGround(AppConfig):
    name = "moothall.ground.looks"
    label = "looks"
