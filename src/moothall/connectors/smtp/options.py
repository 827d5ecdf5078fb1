"""How to reach the mail server."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

IMPLICIT_TLS_PORT = 465


@dataclass(frozen=True, slots=True)
class SmtpOptions:
    """`tls`: encrypted, with the certificate checked. `seconds`: the limit of each step of the talk."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = True
    seconds: float = 20.0

    @property
    def tls_from_the_start(self) -> bool:
        return self.tls and self.port == IMPLICIT_TLS_PORT


def options_from(url: str) -> SmtpOptions:
    """From `smtp://user:password@host:port?tls=yes`. Raises ValueError with what to write instead."""
    parts = urlsplit(url)
    try:
        port = parts.port
    except ValueError:
        raise ValueError(
            "The port of MOOTHALL_SMTP_URL is not a number. Write smtp://host:587?tls=yes."
        ) from None
    if parts.scheme != "smtp" or not parts.hostname:
        raise ValueError("MOOTHALL_SMTP_URL must look like smtp://user:password@host:587?tls=yes.")
    tls = parse_qs(parts.query).get("tls", ["yes"])[-1]
    if tls not in ("yes", "no"):
        raise ValueError(f"MOOTHALL_SMTP_URL says tls={tls}. Write tls=yes or tls=no.")
    return SmtpOptions(
        host=parts.hostname,
        port=port or (587 if tls == "yes" else 25),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls=tls == "yes",
    )
