"""The log: one JSON object a line, without personal data.

A message is written as its author wrote it, its arguments are left out: `"Not Found: %s"` says enough, and the path
may hold a reference or a token. Only fields named here are added. Of an exception the type and the places are kept,
because its words may quote what somebody typed.
"""

from __future__ import annotations

import json
import logging
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime

from django.core.exceptions import SuspiciousOperation
from django.http import UnreadablePostError

from moothall.project import environment as env

#: The request being answered, so that every line about it can be found together.
request_id: ContextVar[str] = ContextVar("moothall_request_id", default="")

#: What a line may say besides, given as `extra={…}`: names of parts of ours, numbers, never what somebody typed.
FIELDS = ("method", "route", "status", "ms", "task", "lane", "tries", "frames", "child", "connector", "count")
FRAMES_KEPT = 15


class OneLine(logging.Formatter):
    """A record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        what, *more = str(record.msg).split("\n")
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "what": what,
        }
        if more:  # the server writes a whole trace into its message, with the words of what was raised
            line["error"] = [one.strip() for one in more if one.startswith('  File "')][-FRAMES_KEPT:]
        if current := request_id.get():
            line["request"] = current
        for name in FIELDS:
            value = record.__dict__.get(name)
            if isinstance(value, str | int | float):
                line[name] = value
        if record.exc_info and record.exc_info[1]:
            line["error"] = in_places(record.exc_info[1])
        return json.dumps(line)


def in_places(error: BaseException) -> list[str]:
    """The types of the error and its causes, each followed by the places it passed; no words of it."""
    said: list[str] = []
    cause: BaseException | None = error
    while cause is not None and len(said) < 4 * FRAMES_KEPT:
        said.append(f"{type(cause).__module__}.{type(cause).__qualname__}")
        frames = traceback.extract_tb(cause.__traceback__)[-FRAMES_KEPT:]
        said += [
            f"{frame.filename.rpartition('/site-packages/')[2]}:{frame.lineno} {frame.name}"
            for frame in frames
        ]
        cause = cause.__cause__ or cause.__context__
    return said


def in_short(filename: str) -> str:
    """A file's path from the package on: where it is installed is nobody's business."""
    return filename.rpartition("/site-packages/")[2].rpartition("/src/")[2]


class ClientsMistakes(logging.Filter):
    """Somebody who asks for another host, sends too much or hangs up is no failure of ours: a warning, and no trace.

    What Django would say of it may repeat what was sent, so only the kind of mistake is written.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, SuspiciousOperation | UnreadablePostError):
            record.levelno, record.levelname = logging.WARNING, "WARNING"
            record.msg, record.args = f"A request was refused: {type(error).__name__}.", ()
            record.exc_info = record.exc_text = None
        return True


class OnlyErrors(logging.Filter):
    """Django repeats each answer of 500 and more; only what was raised is news."""

    def filter(self, record: logging.LogRecord) -> bool:
        return record.exc_info is not None


class ThreadsMeant(logging.Filter):
    """The server warns of many threads. They wait for what people send, and one at a time runs (`turns.py`)."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not str(record.msg).startswith("Configuration allows spawning up to")


LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "only_errors": {"()": "moothall.project.logs.OnlyErrors"},
        "clients_mistakes": {"()": "moothall.project.logs.ClientsMistakes"},
        "threads_meant": {"()": "moothall.project.logs.ThreadsMeant"},
    },
    "formatters": {"one_line": {"()": "moothall.project.logs.OneLine"}},
    "handlers": {
        "out": {
            "class": "logging.StreamHandler",
            "filters": ["clients_mistakes"],
            "formatter": "one_line",
            "stream": "ext://sys.stderr",
        }
    },
    "root": {"handlers": ["out"], "level": env.LOG_LEVEL},
    "loggers": {
        # Django's own line for each 4xx and 5xx would repeat ours; exceptions are logged as errors.
        "django.request": {"level": "ERROR", "filters": ["only_errors"]},
        "django.security": {"level": "ERROR"},
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "django.db.backends": {"level": "WARNING"},
        "_granian": {"level": "WARNING", "filters": ["threads_meant"]},
        "granian.access": {"level": "WARNING"},
    },
}
