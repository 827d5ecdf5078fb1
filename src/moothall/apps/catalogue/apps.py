from django.apps import AppConfig


class CatalogueRoom(AppConfig):
    name = "moothall.apps.catalogue"
    label = "catalogue"
