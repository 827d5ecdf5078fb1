from django.apps import AppConfig


class SearchGround(AppConfig):
    name = "moothall.ground.search"
    label = "search"
