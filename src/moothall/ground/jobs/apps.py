from django.apps import AppConfig


class JobsGround(AppConfig):
    name = "moothall.ground.jobs"
    label = "jobs"
