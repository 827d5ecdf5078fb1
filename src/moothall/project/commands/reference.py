"""`moothall reference`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from moothall.apps.forms.api import questions_page
from moothall.kernel.commands import command
from moothall.project.reference import pages


def read_words(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="where to write them, such as docs/reference")


@command("reference", example="moothall reference docs/reference", arguments=read_words)
def reference(options: Namespace) -> int:
    """Write the reference pages of settings and commands into a folder."""
    options.folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**pages(), "questions.md": questions_page()}.items():
        (options.folder / name).write_text(text, encoding="utf-8")
    return 0
