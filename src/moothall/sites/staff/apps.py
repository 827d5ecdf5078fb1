from django.apps import AppConfig


class StaffSite(AppConfig):
    name = "moothall.sites.staff"
    label = "staff_site"
