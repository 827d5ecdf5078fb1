"""The environment, read once, in this file alone. `docs/reference/settings.md` is generated from it.

Raises ImproperlyConfigured with a sentence that says what to write instead.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from moothall.project.numbers import take_room

#: The repository's root: where the shipped services and the demo council live.
ROOT = Path(__file__).resolve().parents[3]

_ENVIRONMENT = os.environ  # noqa: TID251 — this is the one file
DEMO_SECRET = "demo-only-secret-never-use-in-production-0123456789"  # noqa: S105 — refused in production


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    meaning: str


SETTINGS: dict[str, Setting] = {}


def _read(name: str, default: str, meaning: str) -> str:
    SETTINGS[name] = Setting(name, default, meaning)
    return _ENVIRONMENT.get(name, default)


def _yes(name: str, default: str, meaning: str) -> bool:
    value = _read(name, default, meaning).strip().lower()
    if value not in ("yes", "no"):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write yes or no.")
    return value == "yes"


#: The largest there is.
LAST_PORT = 65_535


def is_place(said: str) -> bool:
    """Whether it is HOST:PORT."""
    host, _, port = said.rpartition(":")
    return bool(host) and port.isascii() and port.isdigit() and len(port) < 6 and int(port) <= LAST_PORT


def _place(name: str, default: str, meaning: str) -> str:
    value = _read(name, default, meaning).strip()
    if not is_place(value):
        raise ImproperlyConfigured(f"{name} is {value!r}. Write HOST:PORT, such as {default}.")
    return value


def _number(name: str, default: str, meaning: str) -> int:
    value = _read(name, default, meaning).strip()
    if not value.isascii() or not value.isdigit() or len(value) > 4:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write a whole number, such as {default}.")
    return int(value)


def _one_of(name: str, default: str, meaning: str, known: tuple[str, ...]) -> str:
    value = _read(name, default, meaning).strip().upper()
    if value not in known:
        raise ImproperlyConfigured(f"{name} is {value!r}. Write one of {', '.join(known)}.")
    return value


def _names(name: str, default: str, meaning: str) -> tuple[str, ...]:
    """What is listed by comma, with or without spaces around."""
    return tuple(filter(None, (one.strip() for one in _read(name, default, meaning).split(","))))


PRODUCTION = _yes(
    "MOOTHALL_PRODUCTION", "no", "yes on a real council's machines: refuses the demo's secrets."
)
PRACTICE = _yes(
    "MOOTHALL_PRACTICE",
    "no",
    "yes: for training, on invented people; nothing is sent. Set by moothall practice.",
)
SECRET = _read("MOOTHALL_SECRET", DEMO_SECRET, "Signs cookies and links. At least 50 random characters.")
SECRET_KEY_FALLBACKS = _names(
    "MOOTHALL_SECRET_KEY_FALLBACKS",
    "",
    "Earlier values of MOOTHALL_SECRET, by comma: what they signed still holds. Take each out after 90 days.",
)
SEAL_KEY = _read(
    "MOOTHALL_SEAL_KEY", DEMO_SECRET, "Keys the seal of the event log. Kept outside the database."
)
HOSTS = _names("MOOTHALL_HOSTS", "localhost,127.0.0.1,[::1]", "Host names answered to, by comma.")
LISTEN = _place("MOOTHALL_LISTEN", "127.0.0.1:8000", "HOST:PORT that the web listens at.")
ADDRESS = _read(
    "MOOTHALL_ADDRESS",
    f"http://{LISTEN}",
    "The public address, for links in messages. Left out: where it listens.",
)
WEB_WORKERS = _number("MOOTHALL_WEB_WORKERS", "0", "Processes that answer requests. 0: one for each core.")
PROXIES = _number(
    "MOOTHALL_PROXIES",
    "0",
    "How many proxies of your own stand before the web; their X-Forwarded-… is believed.",
)
METRICS_TOKEN = _read(
    "MOOTHALL_METRICS_TOKEN",
    "",
    "Lets whoever sends it as a bearer token read /metrics from another machine.",
)
DATABASE_URL = _read(
    "MOOTHALL_DATABASE_URL", "", "postgresql://… or sqlite:///path. Left out: SQLite in MOOTHALL_VAR."
)
VAR = Path(_read("MOOTHALL_VAR", str(ROOT / "var"), "Folder of the embedded database, files and seal heads."))
#: The council that is invented whole: the one a fresh machine starts with.
INVENTED = ROOT / "councils" / "barchester"
COUNCIL = Path(_read("MOOTHALL_COUNCIL", str(INVENTED), "The council's folder."))
SERVICES = Path(_read("MOOTHALL_SERVICES", str(ROOT / "services"), "The folder of shipped services."))
STATIC = Path(_read("MOOTHALL_STATIC", str(ROOT / "build" / "static"), "Built assets, made at set-up."))
DEVELOPMENT = _yes("MOOTHALL_DEVELOPMENT", "no", "yes: folders are re-read when they change.")
PSEUDO_LANGUAGES = _yes(
    "MOOTHALL_PSEUDO_LANGUAGES",
    "no",
    "yes: addresses may begin with /en-XA/ or /ar-XB/, made of English by a machine, to test pages. Not in production.",
)
LOG_LEVEL = _one_of(
    "MOOTHALL_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", ("DEBUG", "INFO", "WARNING", "ERROR")
)
SMTP_URL = _read(
    "MOOTHALL_SMTP_URL",
    "",
    "smtp://user:password@host:port?tls=yes. Left out: the demo outbox; production does not start.",
)
FILES_URL = _read(
    "MOOTHALL_FILES_URL", "", "s3://key:secret@host:port/bucket?tls=yes. Left out: a folder in MOOTHALL_VAR."
)
CLAMD_URL = _read(
    "MOOTHALL_CLAMD_URL",
    "",
    "clamd://host:3310 or clamd:///run/clamav/clamd.ctl: scans the files people send. Left out: they are not.",
)


if not HOSTS:
    raise ImproperlyConfigured(
        "MOOTHALL_HOSTS names no host. Write those people type, by comma, or leave it out."
    )
if PRACTICE and (PRODUCTION or DATABASE_URL):
    raise ImproperlyConfigured(
        "This is for practice (MOOTHALL_PRACTICE=yes), and so never production, nor on a database of its own. Leave "
        "out MOOTHALL_PRODUCTION and MOOTHALL_DATABASE_URL, or use: moothall practice"
    )
if PRACTICE:
    SMTP_URL = FILES_URL = CLAMD_URL = ""


def environment_for_practice(folder: Path, listen: str, address: str) -> dict[str, str]:
    """What `moothall practice` serves with: of our own settings only those that say how to run and to log."""
    kept = ("MOOTHALL_STATIC", "MOOTHALL_WEB_WORKERS", "MOOTHALL_LOG_LEVEL")
    taken = {
        name: value
        for name, value in _ENVIRONMENT.items()
        if name in kept or not name.startswith(("MOOTHALL_", "PROMETHEUS_"))
    }
    host = urlsplit(address).hostname
    hosts = "localhost,127.0.0.1,[::1]" + (f",{host}" if host else "")
    return {
        **taken,
        "MOOTHALL_PRACTICE": "yes",
        "MOOTHALL_VAR": str(folder),
        "MOOTHALL_LISTEN": listen,
        "MOOTHALL_ADDRESS": address or f"http://{listen}",
        "MOOTHALL_HOSTS": hosts,
    }


def own_folder() -> Path:
    """The folder of what is kept here, `VAR`; where it is missing, it is made for no other user of the machine."""
    VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    return VAR


#: The variable by which prometheus_client knows the folder in which processes count together.
_SHARED = "PROMETHEUS_MULTIPROC_DIR"


def share_numbers() -> None:
    """Let this process count into the folder that `/metrics` reads; to be called before Django is started. Where
    nothing can be written it counts for itself alone."""
    folder = shared_numbers() or own_folder() / "metrics"
    try:
        folder.mkdir(exist_ok=True)
        take_room(folder)
    except OSError:
        _ENVIRONMENT.pop(_SHARED, None)
    else:
        _ENVIRONMENT[_SHARED] = str(folder)


def shared_numbers() -> Path | None:
    """The folder in which processes count together; None where this one counts for itself."""
    folder = _ENVIRONMENT.get(_SHARED, "")
    return Path(folder) if folder else None


if PRODUCTION and DEMO_SECRET in (SECRET, SEAL_KEY):
    raise ImproperlyConfigured(
        "This is production (MOOTHALL_PRODUCTION=yes) with a demo secret. Set MOOTHALL_SECRET and "
        "MOOTHALL_SEAL_KEY, each to its own output of: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )

#: `token_urlsafe(48)` has 64 characters; less than this is not random enough, whatever it says.
LEAST_SECRET = 50
if PRODUCTION and any(one == DEMO_SECRET or len(one) < LEAST_SECRET for one in SECRET_KEY_FALLBACKS):
    raise ImproperlyConfigured(
        f"A value in MOOTHALL_SECRET_KEY_FALLBACKS is the demo's or has less than {LEAST_SECRET} characters: others "
        "could sign with it. Take it out."
    )
if PRODUCTION and (SECRET == SEAL_KEY or min(len(SECRET), len(SEAL_KEY)) < LEAST_SECRET):
    raise ImproperlyConfigured(
        f"MOOTHALL_SECRET and MOOTHALL_SEAL_KEY are the same, or one has less than {LEAST_SECRET} characters. Set each "
        "to its own output of: python -c 'import secrets; print(secrets.token_urlsafe(48))'"
    )

#: Takes letters and sends none: right in a demonstration, a promise broken in production.
SENDS_NONE = ("", "demo")
if PRODUCTION and SMTP_URL.partition(":")[0] in SENDS_NONE:
    raise ImproperlyConfigured(
        "This is production (MOOTHALL_PRODUCTION=yes) without a mail server: nobody would be told anything. Set "
        "MOOTHALL_SMTP_URL, such as smtp://user:password@mail.example.gov.uk:587?tls=yes"
    )
