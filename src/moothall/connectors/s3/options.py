"""Options from one address."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urlsplit

_EXAMPLE = "s3://key:secret@host:port/bucket?tls=yes"
_ASKED = {"tls", "region", "prefix"}


@dataclass(frozen=True, slots=True)
class S3Options:
    """`endpoint` is an address such as https://s3.eu-west-2.amazonaws.com, `prefix` stands before every name."""

    endpoint: str
    bucket: str
    key: str = field(repr=False)
    secret: str = field(repr=False)
    region: str = "us-east-1"
    prefix: str = ""
    seconds: int = 20


def options_from(url: str) -> S3Options:
    """Options from `s3://key:secret@host:port/bucket?tls=yes&region=…&prefix=…`; TLS unless `tls=no`.

    Raises ValueError with a sentence that says what to write instead, and never repeats the secret.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"The address of the S3 store cannot be read. Write {_EXAMPLE}.") from None
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    bucket = parts.path.strip("/")
    if parts.scheme != "s3" or not parts.hostname or not bucket or "/" in bucket:
        raise ValueError(f"The address of the S3 store needs a host and one bucket. Write {_EXAMPLE}.")
    if not parts.username or not parts.password:
        raise ValueError(f"The address of the S3 store needs a key and a secret. Write {_EXAMPLE}.")
    if strange := sorted(set(asked) - _ASKED):
        raise ValueError(
            f"The address of the S3 store asks for {strange[0]!r}. Known are: prefix, region, tls."
        )
    if asked.get("tls", "yes") not in ("yes", "no"):
        raise ValueError(
            "The address of the S3 store says tls=… that is neither yes nor no. Write yes or no."
        )
    scheme = "http" if asked.get("tls") == "no" else "https"
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return S3Options(
        endpoint=f"{scheme}://{host}" + (f":{port}" if port else ""),
        bucket=unquote(bucket),
        key=unquote(parts.username),
        secret=unquote(parts.password),
        region=asked.get("region", "us-east-1"),
        prefix=asked.get("prefix", ""),
    )
