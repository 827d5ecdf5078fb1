"""What `moothall doctor` examines of the place itself; rooms and connectors add their own in `upkeep.py`."""

from __future__ import annotations

import shutil
from datetime import datetime
from pathlib import Path

from django.core import checks
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from moothall.kernel import clock
from moothall.kernel.upkeep import Checkup, Finding, well, wrong
from moothall.project import environment as env

ENOUGH_BYTES = 2 * 1024**3
LONG_ENOUGH = 50


def settings() -> Finding:
    """The settings are what production needs, when this is production."""
    if not env.PRODUCTION:
        if env.DEMO_SECRET in (env.SECRET, env.SEAL_KEY):
            return well("a trial on demo secrets; on a council's machines set MOOTHALL_PRODUCTION=yes.")
        return well("not for production.")
    short = [name for name, value in SECRETS.items() if len(value) < LONG_ENOUGH]
    if short:
        return wrong(f"{short[0]} is short.", "Give it 50 random characters or more.")
    if env.SECRET == env.SEAL_KEY:
        return wrong("MOOTHALL_SECRET and MOOTHALL_SEAL_KEY are the same.", "Give each its own.")
    if not env.ADDRESS.startswith("https://"):
        return wrong(f"MOOTHALL_ADDRESS is {env.ADDRESS}.", "Write https://…: links and cookies need it.")
    return well("fit for production.")


SECRETS = {"MOOTHALL_SECRET": env.SECRET, "MOOTHALL_SEAL_KEY": env.SEAL_KEY}


def database() -> Finding:
    """It answers, and keeps what it has acknowledged."""
    try:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA synchronous")
                kept = int(cursor.fetchone()[0]) >= 2
                return _durable(f"SQLite {_text('SELECT sqlite_version()')}", kept, "PRAGMA synchronous")
            cursor.execute("SHOW synchronous_commit")
            kept = str(cursor.fetchone()[0]) != "off"
            return _durable(f"PostgreSQL {_text('SHOW server_version')}", kept, "synchronous_commit")
    except DatabaseError:
        return wrong("does not answer.", "Check MOOTHALL_DATABASE_URL, and that the server runs.")


def _text(question: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return str(cursor.fetchone()[0])


def _durable(name: str, kept: bool, setting: str) -> Finding:
    if kept:
        return well(f"{name}; what was acknowledged is on the disk.")
    return wrong(f"{name} may lose what it has acknowledged.", f"Leave {setting} as it was.")


def migrations() -> Finding:
    executor = MigrationExecutor(connection)
    missing = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return wrong(f"{missing} are not applied.", "Run: moothall migrate") if missing else well("all applied.")


def disk() -> Finding:
    free = shutil.disk_usage(env.own_folder()).free
    said = f"{free / 1024**3:.1f} GB free at {env.VAR}."
    return (
        well(said) if free > ENOUGH_BYTES else wrong(said, "Make room before the database cannot be written.")
    )


def assets() -> Finding:
    if (env.STATIC / "manifest.json").is_file():
        return well("built.")
    return wrong(
        f"there are none in {env.STATIC}.", "Build them: make assets, or python -m moothall.ui.build"
    )


def the_clock() -> Finding:
    """Kept by a time service: leases, promises and the seal go by it."""
    now: datetime = clock.now()
    if now.year < 2026:
        return wrong(f"says {now:%Y-%m-%d}.", "Set it, and run a time service such as systemd-timesyncd.")
    kept = Path("/run/systemd/timesync/synchronized").exists() or _kept_by_chrony()
    said = f"{now:%Y-%m-%d %H:%M:%S} UTC"
    return well(f"{said}, kept by a time service." if kept else f"{said}; no time service was seen here.")


def _kept_by_chrony() -> bool:
    return Path("/run/chrony/chronyd.pid").exists()


def django() -> Finding:
    found = checks.run_checks(include_deployment_checks=env.PRODUCTION)
    serious = [one for one in found if one.level >= checks.WARNING and not one.is_silenced()]
    return (
        wrong(f"{serious[0].id}: {serious[0].msg}", serious[0].hint or "")
        if serious
        else well("its checks pass.")
    )


#: In the order in which one would look.
OURS: dict[str, Checkup] = {
    "settings": settings,
    "database": database,
    "migrations": migrations,
    "disk": disk,
    "assets": assets,
    "clock": the_clock,
    "django": django,
}
