"""Servers to measure: started in their own process group, their CPU and memory read from /proc."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
TICKS = os.sysconf("SC_CLK_TCK")


def free_port() -> int:
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


def _stat(pid: int) -> tuple[int, float]:
    """(parent, CPU seconds of the process and of its children that have ended)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(fields[1]), sum(int(fields[n]) for n in (11, 12, 13, 14)) / TICKS


def family(*roots: int) -> dict[int, float]:
    """CPU seconds by process, of `roots` and all below them, now."""
    stats = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                stats[int(folder.name)] = _stat(int(folder.name))
            except (OSError, IndexError):
                continue  # ended while we looked
    wanted = set(roots)
    while more := {pid for pid, (parent, _) in stats.items() if parent in wanted} - wanted:
        wanted |= more
    return {pid: stats[pid][1] for pid in wanted if pid in stats}


def cpu_seconds(*roots: int) -> float:
    """CPU seconds of `roots` and all their descendants so far."""
    return sum(family(*roots).values())


def memory_mb(*roots: int) -> float:
    """Proportional set size of `roots` and all their descendants, in MB."""
    total = 0
    for pid in family(*roots):
        try:
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue  # ended while we looked
        total += int(text.partition("\nPss:")[2].split()[0])
    return total / 1024


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it answers, and the processes whose CPU counts."""

    port: int
    pids: tuple[int, ...]

    def cpu(self) -> float:
        return cpu_seconds(*self.pids)

    def memory(self) -> float:
        return memory_mb(self.pids[0])


def wait_for(port: int, process: subprocess.Popen[bytes], seconds: float = 180) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"The server stopped at once with {process.returncode}.")
        with socket.socket() as s:
            s.settimeout(1)
            if s.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"Nothing answered on port {port} within {seconds} s.")


@contextmanager
def running(
    command: list[str],
    port: int,
    environment: Mapping[str, str],
    log: Path,
    database_pids: tuple[int, ...] = (),
) -> Iterator[Server]:
    """Run `command` until the block ends; its output goes to `log`."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=out,
            stderr=out,
            start_new_session=True,
        )
    try:
        wait_for(port, process)
        yield Server(port, (process.pid, *database_pids))
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def bare(url: str, log: Path, database_pids: tuple[int, ...] = ()) -> Iterator[Server]:
    """The yardstick on the same server with the same number of processes."""
    environment = {"BARE_DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
    subprocess.run(
        [sys.executable, "-m", "bench.bare.fill"], check=True, cwd=ROOT, env={**os.environ, **environment}
    )
    port = free_port()
    command = [
        str(BIN / "granian"), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(os.cpu_count()), "--blocking-threads", "1", "--no-ws", "bench.bare.wsgi:application",
    ]  # fmt: skip
    with running(command, port, environment, log, database_pids) as server:
        yield server


@contextmanager
def moothall(
    environment: Mapping[str, str], log: Path, database_pids: tuple[int, ...] = ()
) -> Iterator[Server]:
    """The whole of it as a council runs it: web and worker under the supervisor."""
    port = free_port()
    place = {"MOOTHALL_LISTEN": f"127.0.0.1:{port}", "MOOTHALL_LOG_LEVEL": "WARNING"}
    with running(
        [str(BIN / "moothall"), "serve"], port, {**environment, **place}, log, database_pids
    ) as server:
        yield server
