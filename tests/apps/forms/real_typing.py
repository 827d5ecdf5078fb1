"""What people really type, which the catalogue of questions shows too."""

from __future__ import annotations

from moothall.apps.forms.real_typing import SAMPLES

__all__ = ["SAMPLES"]
