from __future__ import annotations

from django.apps import AppConfig


class TeamsRoom(AppConfig):
    name = "moothall.apps.teams"
    label = "teams"
