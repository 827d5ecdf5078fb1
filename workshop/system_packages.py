"""What the tests need of Debian besides Python: git, a PostgreSQL server, Chromium and Java.

Installs them when we may (root, or sudo without a password); otherwise prints the line that does and stops.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

WANTED = {
    # Tests ask it which files there are.
    "git": lambda: shutil.which("git") is not None,
    "postgresql": lambda: bool(list(Path("/usr/lib/postgresql").glob("*/bin/postgres"))),
    "chromium": lambda: shutil.which("chromium") is not None,
    # For the W3C's HTML checker.
    "default-jre-headless": lambda: shutil.which("java") is not None,
    "fonts-liberation": lambda: (
        Path("/usr/share/fonts/truetype/liberation").exists()
        or Path("/usr/share/fonts/truetype/liberation2").exists()
    ),
}


def main() -> int:
    missing = [package for package, is_here in WANTED.items() if not is_here()]
    if not missing:
        return 0
    sudo = [] if os.geteuid() == 0 else ["sudo", "-n"]
    line = f"apt-get install -y --no-install-recommends {' '.join(missing)}"
    may = not sudo or subprocess.run([*sudo, "true"], capture_output=True).returncode == 0
    if not may or shutil.which("apt-get") is None:
        print(f"The tests need {' and '.join(missing)}. Install with:\n  sudo {line}")
        return 1
    print(f"Installing {' and '.join(missing)} for the tests…", flush=True)
    quiet = {"stdout": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run([*sudo, "apt-get", "update", "-qq"], check=True, env=environment, **quiet)
    subprocess.run([*sudo, *line.split()], check=True, env=environment, **quiet)
    return 0


if __name__ == "__main__":
    sys.exit(main())
