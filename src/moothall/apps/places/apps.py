from django.apps import AppConfig


class PlacesRoom(AppConfig):
    name = "moothall.apps.places"
    label = "places"
