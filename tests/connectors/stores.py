"""What every file store promises: run against each connector."""

from __future__ import annotations

import io

import pytest

from moothall.ground.files.ports import FileStore

HOSTILE = [
    "../../etc/passwd",
    "/etc/passwd",
    "..",
    "a/b",
    "a\\b",
    "",
    "A" * 64,
    "ab..cd",
    "é" * 8,
    "a\x00bcd",
    "x" * 200,
]


def keeps_its_promises(store: FileStore) -> None:
    """Write, write again, read, delete, delete again; hostile names are refused."""
    name = "ab12" * 16 + ".0f"
    content = bytes(range(256)) * 4096
    with pytest.raises(FileNotFoundError):
        store.read(name)
    store.write(name, io.BytesIO(content), len(content))
    store.write(name, io.BytesIO(content), len(content))
    with store.read(name) as stream:
        assert stream.read() == content
    assert store.holds(name)
    assert not store.holds("not-there")
    store.write("empty-one", io.BytesIO(), 0)
    with store.read("empty-one") as stream:
        assert stream.read() == b""
    store.delete(name)
    store.delete(name)
    with pytest.raises(FileNotFoundError):
        store.read(name)
    for hostile in HOSTILE:
        for call in (store.read, store.delete, lambda bad: store.write(bad, io.BytesIO(b"x"), 1)):
            with pytest.raises(ValueError, match="no name of a kept file"):
                call(hostile)
    assert store.check() == ""
