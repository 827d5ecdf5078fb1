"""Finding a connector by what the address in a setting begins with, among the installed packages.

A connector is a function from an address to what implements a room's port, listed in the group `moothall.connectors`
of a package's entry points as PORT.SCHEME: `mail.smtp`, `files.s3`. Adding one edits no file here.
"""

from __future__ import annotations

from importlib.metadata import EntryPoint, entry_points

from django.core.exceptions import ImproperlyConfigured

GROUP = "moothall.connectors"


def connectors(port: str) -> dict[str, EntryPoint]:
    """The connectors of a port by their scheme, none of them loaded."""
    found = {tuple(one.name.partition(".")[::2]): one for one in entry_points(group=GROUP)}
    return {scheme: one for (of, scheme), one in sorted(found.items()) if of == port}


def connect(port: str, address: str, setting: str) -> object:
    """What the connector of `address` makes of it. Raises ImproperlyConfigured, never repeating the address."""
    scheme = address.partition(":")[0]
    known = connectors(port)
    if not known:
        raise ImproperlyConfigured(
            f"No connector for {port} is installed. Install this package again: pip install --no-deps -e ."
        )
    if scheme not in known:
        said = scheme if ":" in address and scheme.isalnum() and len(scheme) < 20 else "something else"
        begins = " or ".join(f"{one}:" for one in known)
        raise ImproperlyConfigured(f"{setting} begins with {said}. Write an address beginning with {begins}")
    try:
        return known[scheme].load()(address)
    except ModuleNotFoundError as missing:
        raise ImproperlyConfigured(
            f"{setting} needs the package {missing.name}: pip install -r requirements/{scheme}.txt"
        ) from None
    except ValueError as mistake:
        raise ImproperlyConfigured(f"{setting}: {mistake}") from None
