"""What stands around every page of the public site."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _

from moothall.apps.catalogue.api import Alert, alert_now, council, pages_listed
from moothall.ui.frames import Elsewhere, Frame, Link, Notice, council_colours
from moothall.ui.languages import (
    local,
    offered,
    other_than_spoken,
    page_language,
    prefix_of,
    speaking,
    words_language,
)


def public_frame(
    request: HttpRequest | None = None, *, service: str = "", form: str = "", here: str = ""
) -> Frame:
    """The frame of a public page. Without a request, nothing in it depends on who asks: for compiled pages.

    `form`: the address of the service whose form this is a page of; its footer offers to clear the device. `here`: the
    page's address without a language, where there is no request to know it from.
    """
    words = words_language()
    if request is not None:
        here = here_of(request)
    with speaking(page_language()):
        return _frame(here, service, form, words)


def here_of(request: HttpRequest) -> str:
    """A page's address without a language."""
    return request.path_info + (f"?{request.GET.urlencode()}" if request.GET else "")


def _frame(here: str, service: str, form: str, words: str) -> Frame:
    ours, language = council(), page_language()
    return Frame(
        council=ours.name,
        home=local("/"),
        site="public",
        service=service,
        navigation=(
            Link(text=_("Services"), href=local("/"), current=here.partition("?")[0] == "/"),
            Link(
                text=_("Follow a request"), href=local("/track"), current=here.partition("?")[0] == "/track"
            ),
        ),
        footer=(
            *((Link(text=_("Finish and clear this device"), href=f"{form}/clear"),) if form else ()),
            *(
                Link(
                    text=page.title,
                    href=local(f"/pages/{page.slug}"),
                    language=other_than_spoken(page.language),
                )
                for page in pages_listed()
                if page.footer
            ),
        ),
        notice=_notice_of(demonstration=ours.demonstration),
        alert=_alert(alert_now()),
        colours=council_colours(),
        language=language,
        words="" if words == language else words,
        languages=_elsewhere(here, language),
    )


def _notice_of(*, demonstration: bool) -> str:
    if settings.MOOTHALL_PRACTICE:
        return _("This is for practice. Nothing here is real, and nothing is sent.")
    if not demonstration:
        return ""
    return _("This is a demonstration. The council, its people and its places are invented.")


def _elsewhere(here: str, language: str) -> tuple[Elsewhere, ...]:
    """The same page in each language the council has; nothing where it has one."""
    known = offered()
    if len(known) < 2:
        return ()
    return tuple(
        Elsewhere(language=one, href=prefix_of(one.code) + here, current=one.code == language)
        for one in known
    )


def _alert(alert: Alert | None) -> Notice | None:
    if alert is None:
        return None
    href = local(alert.link) if alert.link.startswith("/") else alert.link
    return Notice(
        sentence=alert.sentence,
        href=href,
        link=alert.link_words,
        urgent=alert.urgent,
        language=other_than_spoken(alert.language),
    )
