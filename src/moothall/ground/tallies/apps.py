from django.apps import AppConfig


class TalliesGround(AppConfig):
    name = "moothall.ground.tallies"
    label = "tallies"
