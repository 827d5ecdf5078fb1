"""The engine of the database we run on."""

from __future__ import annotations

from moothall.ground.engine import vendor
from moothall.ground.search.engines import Engine
from moothall.ground.search.postgres import PostgresEngine
from moothall.ground.search.sqlite import SqliteEngine

_ENGINES: dict[str, Engine] = {"postgresql": PostgresEngine(), "sqlite": SqliteEngine()}


def engine() -> Engine:
    return _ENGINES[vendor()]
