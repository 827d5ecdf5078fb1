"""Our own sentences in other languages: `python -m moothall.ui.sentences`.

    build    makes what a running Moothall reads (`.mo`) of every catalogue; at set-up, and before a wheel is built
    update   finds every sentence in the sources and brings the catalogues (`locale/django.pot`, `*.po`) up to them

A sentence is found where it stands in `_("…")`, `ngettext`, `N_("…")` or `{% trans %}`; and without any mark where it
is one by its place: what a type of question may say (`sentences`, `usual_name`), what a rule refuses with (docstring).
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from babel.messages import extract
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from moothall.ui.pseudo import pseudo

SOURCES = Path(__file__).resolve().parents[1]
LOCALE = SOURCES / "locale"
TEMPLATE = "django.pot"
#: Where residents' sentences stand; the staff site is in English, and so is what only officers are refused with.
FOLDERS = ("apps", "kernel", "sites/public", "ui")
FOR_STAFF = ("apps/identity", "apps/teams", "apps/deadlines/rules.py", "apps/forms/rules.py")
KEYWORDS: Mapping[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "NotAReference": (1,),
    "Refused": (2,),
    "translated": (1,),
}
PSEUDO = {"en_XA": "en-XA", "ar_XB": "ar-XB"}
_BEGINNING = datetime(2026, 11, 21, tzinfo=UTC)
_HEAD = """\
# Moothall's own sentences. MIT.
# Found in the sources by `python -m moothall.ui.sentences update`."""

Found = Iterator[tuple[int, str | None, str | tuple[str, ...], list[str]]]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Build or update the catalogues of our own sentences.")
    parser.add_argument("what", choices=("build", "update"))
    if parser.parse_args(arguments).what == "update":
        update()
    print(build())
    return 0


def python_sentences(
    fileobj: IO[bytes], keywords: Mapping[str, Any], comment_tags: Collection[str], options: Any
) -> Found:
    """The sentences of a Python file: those that are marked, and those that are sentences by their place."""
    marked: Any = extract.extract_python(fileobj, keywords, comment_tags, options)
    yield from marked
    fileobj.seek(0)
    for node in ast.walk(ast.parse(fileobj.read())):
        if isinstance(node, ast.AnnAssign | ast.Assign):
            yield from _assigned(node)
        elif isinstance(node, ast.FunctionDef) and any(_is_rule(one) for one in node.decorator_list):
            yield node.lineno, "_", " ".join((ast.get_docstring(node) or "").split()), []


def _assigned(node: ast.AnnAssign | ast.Assign) -> Found:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    named = {target.id for target in targets if isinstance(target, ast.Name)}
    if named & {"sentences", "SENTENCES"} and isinstance(node.value, ast.Dict):
        for value in node.value.values:
            yield from _text(value)
    elif "usual_name" in named and node.value is not None:
        yield from _text(node.value)


def _text(node: ast.expr) -> Found:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield node.lineno, "_", node.value, []


def _is_rule(decorator: ast.expr) -> bool:
    return (
        isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Name)
        and decorator.func.id == "rule"
    )


def found() -> Catalog:
    """Every sentence of the sources, with the files it stands in."""
    catalog = Catalog(
        project="Moothall",
        creation_date=_BEGINNING,
        revision_date=_BEGINNING,
        header_comment=_HEAD,
        charset="utf-8",
    )
    for path in sorted(path for folder in FOLDERS for path in (SOURCES / folder).rglob("*")):
        for lineno, message, comments, context in _in_file(path):
            catalog.add(
                message,
                None,
                [(path.relative_to(SOURCES).as_posix(), lineno)],
                auto_comments=comments,
                context=context,
            )
    return catalog


def _in_file(path: Path) -> Iterable[Any]:
    if path.suffix not in (".py", ".html") or "migrations" in path.parts:
        return
    if path.relative_to(SOURCES).as_posix().startswith(FOR_STAFF):
        return
    method: Any = python_sentences if path.suffix == ".py" else babel_extract
    options = {"trimmed": "true", "extensions": "jinja2.ext.i18n", "silent": "false"}
    options |= {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}
    with path.open("rb") as file:
        yield from extract.extract(method, file, KEYWORDS, options=options)


def catalogues() -> dict[str, Path]:
    """The catalogue of each language that people have translated into."""
    return {path.parent.parent.name: path for path in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def read(path: Path, locale: str | None = None) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=locale)


def update() -> None:
    """Write the template anew, and each language with what is new, untranslated, and without what is gone."""
    sentences = found()
    _write(LOCALE / TEMPLATE, sentences)
    for language, path in catalogues().items():
        catalog = read(path, language)
        catalog.update(sentences, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        _write(path, catalog)


def _write(path: Path, catalog: Catalog) -> None:
    for message in catalog:
        # A line number would change with every line above it.
        message.locations = sorted({(file, 0) for file, _line in message.locations})
    with path.open("wb") as file:
        write_po(file, catalog, width=110, include_lineno=False, sort_by_file=False, ignore_obsolete=True)


def build() -> str:
    """Make a `.mo` of each catalogue and of each language a machine makes; says what was done."""
    sentences = read(LOCALE / TEMPLATE)
    made = {language: read(path, language) for language, path in catalogues().items()}
    made |= {locale: _pseudo(sentences, code) for locale, code in PSEUDO.items()}
    for language, catalog in made.items():
        path = LOCALE / language / "LC_MESSAGES" / "django.mo"
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_mo(file, catalog)
    return f"Built {len(sentences)} sentences in {', '.join(sorted(made))}."


def _pseudo(sentences: Catalog, code: str) -> Catalog:
    catalog = Catalog(locale="en", charset="utf-8")
    for message in sentences:
        if message.id:
            catalog.add(message.id, _said(message, code), context=message.context)
    return catalog


def _said(message: Message, code: str) -> str | tuple[str, ...]:
    if isinstance(message.id, str):
        return pseudo(message.id, code)
    return tuple(pseudo(one, code) for one in message.id)


def digest() -> str:
    """A fingerprint of the catalogues: what `.mo` files are built from."""
    parts = hashlib.sha256()
    for path in (LOCALE / TEMPLATE, *catalogues().values()):
        parts.update(path.read_bytes())
    return parts.hexdigest()


if __name__ == "__main__":
    sys.exit(main())
