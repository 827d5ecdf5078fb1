"""The one Jinja environment: compiled once, escaping everything, failing on a name that is not there.

A site keeps its templates in its folder `pages`: `sites/staff/pages/queues/queue.html` is `staff/queues/queue.html`.
The macros of GOV.UK Frontend live in an environment of their own, because they lean on names that are not there; our
templates call them as functions: `{{ govukButton({"text": "Continue"}) }}`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Protocol, cast

from django.apps import apps
from django.utils.translation import gettext, ngettext
from jinja2 import (
    BaseLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    PrefixLoader,
    StrictUndefined,
    select_autoescape,
)
from markupsafe import Markup

from moothall.ui import assets, languages
from moothall.ui.addresses import address
from moothall.ui.compiling import OwnEnvironment
from moothall.ui.frames import Link
from moothall.ui.languages import speaking, words_language
from moothall.ui.words import FILTERS

#: The components of GOV.UK Frontend that we use; only their styles are built (see `styles/moothall.scss`).
COMPONENTS = {
    "govukBackLink": "back-link",
    "govukButton": "button",
    "govukCharacterCount": "character-count",
    "govukCheckboxes": "checkboxes",
    "govukDateInput": "date-input",
    "govukDetails": "details",
    "govukErrorMessage": "error-message",
    "govukErrorSummary": "error-summary",
    "govukFieldset": "fieldset",
    "govukFileUpload": "file-upload",
    "govukInput": "input",
    "govukInsetText": "inset-text",
    "govukNotificationBanner": "notification-banner",
    "govukPagination": "pagination",
    "govukPanel": "panel",
    "govukPasswordInput": "password-input",
    "govukRadios": "radios",
    "govukSelect": "select",
    "govukSummaryList": "summary-list",
    "govukTable": "table",
    "govukTag": "tag",
    "govukTextarea": "textarea",
    "govukWarningText": "warning-text",
}


@cache
def components() -> Environment:
    """The environment of GOV.UK Frontend's macros."""
    return Environment(
        loader=PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
        autoescape=select_autoescape(),
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
    )


def component(macro: str) -> Callable[[object], Markup]:
    """The macro `govukButton` and so on, as a function; its template is compiled at the first call."""
    found: list[Callable[[object], Markup]] = []

    def call(params: object) -> Markup:
        if not found:
            path = f"govuk_frontend_jinja/components/{COMPONENTS[macro]}/macro.html"
            found.append(getattr(components().get_template(path).module, macro))
        return found[0](_in_language(params))

    return call


def say(sentence: str, /, **words: object) -> Markup:
    """`sentence` of a template in the language that is spoken, with `words` put into its marks."""
    return _sentence(sentence, words_language()) % words if words else _whole(sentence, words_language())


@lru_cache(maxsize=5_000)
def _sentence(sentence: str, language: str) -> Markup:
    """Templates write no sentence but their own, which are safe. Gettext's own answer to nothing is its head."""
    with speaking(language):
        return Markup(gettext(sentence)) if sentence else Markup()  # noqa: S704 — see above


@lru_cache(maxsize=5_000)
def _whole(sentence: str, language: str) -> Markup:
    return _sentence(sentence, language) % {}


def say_number(one: str, several: str, number: int, /, **words: object) -> Markup:
    """As `say`, in the form that goes with `number`."""
    return Markup(ngettext(one, several, number)) % {"num": number, **words}  # noqa: S704 — a template's own sentence


def _in_language(params: object) -> object:
    """The macros say “Error” by themselves, in English, unless they are told otherwise."""
    message = params.get("errorMessage") if isinstance(params, dict) else None
    if not isinstance(message, dict) or "visuallyHiddenText" in message:
        return params
    return {
        **cast("dict[str, object]", params),
        "errorMessage": {**message, "visuallyHiddenText": gettext("Error")},
    }


def _loaders() -> dict[str, BaseLoader]:
    here = Path(__file__).parent / "templates"
    loaders: dict[str, BaseLoader] = {"ui": FileSystemLoader(here)}
    for app in apps.get_app_configs():
        folder = Path(app.path) / "pages"
        if folder.is_dir():
            loaders[app.name.rpartition(".")[2]] = FileSystemLoader(folder)
    return loaders


@cache
def environment() -> Environment:
    """The environment of our own templates."""
    made = OwnEnvironment(
        loader=PrefixLoader(_loaders()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        cache_size=-1,
        extensions=["jinja2.ext.i18n"],
    )
    made.policies["ext.i18n.trimmed"] = True
    # Jinja's i18n extension puts the attribute there when it is loaded, so its types do not know it.
    made.newstyle_gettext = True  # type: ignore[attr-defined]  # see above
    made.globals.update(gettext=say, _=say, ngettext=say_number)
    made.filters.update(FILTERS, localised=languages.localised)
    made.globals.update({macro: component(macro) for macro in COMPONENTS})
    made.globals.update(menu=menu, url=address, asset=assets.url, problem=problem, radio_items=radio_items)
    made.globals.update(
        local=languages.local, speak=languages.speak, other_than_spoken=languages.other_than_spoken
    )
    return made


@lru_cache(maxsize=500)
def menu(links: tuple[Link, ...]) -> Markup:
    """The links of a menu: every page has one, and there are few different ones."""
    return Markup(environment().get_template("ui/menu.html").render(links=links))  # noqa: S704 — made by our template


class Said(Protocol):
    """A line of the error summary."""

    @property
    def text(self) -> str: ...
    @property
    def href(self) -> str: ...


class Choosable(Protocol):
    """One of several."""

    @property
    def value(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def hint(self) -> str: ...


class HasProblems(Protocol):
    @property
    def problems(self) -> Sequence[Said]: ...


def problem(page: HasProblems, field: str) -> dict[str, str] | None:
    """The `errorMessage` of the field whose id is `field`: what the error summary says about it."""
    said = next((found.text for found in page.problems if found.href == f"#{field}"), "")
    return {"text": said} if said else None


def radio_items(options: Sequence[Choosable]) -> list[dict[str, object]]:
    """The `items` of GOV.UK's radios."""
    return [
        {"value": one.value, "text": one.text, **({"hint": {"text": one.hint}} if one.hint else {})}
        for one in options
    ]
