"""Start a PostgreSQL of one's own, run a command against it, throw it away.

    python workshop/throwaway_postgres.py [--durable] COMMAND [ARGUMENT ...]

The command finds the database in MOOTHALL_DATABASE_URL. The server listens on a Unix socket in its own folder
alone, so any number may run side by side. Without --durable nothing is flushed to disk: right for tests, wrong
for measurements.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

#: As PostgreSQL's own documentation advises for a machine of some gigabytes; else it is as Debian installed it.
DURABLE = "-c shared_buffers=1GB -c max_wal_size=4GB"
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def newest_server() -> Path:
    """The folder of the newest PostgreSQL programs Debian installed. Exits with what to install when none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"), key=lambda p: float(p.parts[4]))
    if found:
        return found[-1].parent
    on_path = shutil.which("postgres")
    if on_path:
        return Path(on_path).resolve().parent
    sys.exit("There is no PostgreSQL server here. Install one with: sudo apt-get install postgresql")


def as_server_user(home: Path) -> list[str]:
    """PostgreSQL refuses to run as root: the words that drop to the user `postgres`, when we are root."""
    if os.geteuid() != 0:
        return []
    user = pwd.getpwnam("postgres")
    os.chown(home, user.pw_uid, user.pw_gid)
    return ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]


def main(arguments: list[str]) -> int:
    durable = arguments[:1] == ["--durable"]
    command = arguments[1:] if durable else arguments
    if not command:
        sys.exit(__doc__)
    programs = newest_server()
    home = Path(tempfile.mkdtemp(prefix="moothall-pg-"))
    home.chmod(0o700)
    drop = as_server_user(home)
    data = home / "data"

    def run(*words: str) -> None:
        subprocess.run([*drop, *words], check=True, cwd="/", stdout=subprocess.DEVNULL)

    try:
        run(
            str(programs / "initdb"),
            "-D",
            str(data),
            "-U",
            "moothall",
            "-A",
            "trust",
            "--no-sync",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
        )
        options = f"-c listen_addresses='' -k {home} -c max_connections=50 {DURABLE if durable else FAST}"
        run(str(programs / "pg_ctl"), "-D", str(data), "-w", "-l", str(home / "log"), "-o", options, "start")
        try:
            run(str(programs / "createdb"), "-h", str(home), "-U", "moothall", "moothall")
            url = f"postgresql://moothall@/moothall?host={home}"
            child = subprocess.Popen(command, env={**os.environ, "MOOTHALL_DATABASE_URL": url})
            signal.signal(signal.SIGTERM, lambda *_: child.terminate())
            return child.wait()
        finally:
            run(str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
