"""What stands around every page of the public site."""

from __future__ import annotations

from django.http import HttpRequest

from moothall.apps.catalogue.api import Alert, alert_now, council, pages_listed
from moothall.ui.frames import Frame, Link, Notice, council_colours

NOTICE = "This is a demonstration. The council, its people and its places are invented."


def public_frame(request: HttpRequest | None = None, *, service: str = "", form: str = "") -> Frame:
    """The frame of a public page. Without a request, nothing in it depends on who asks: for compiled pages.

    `form`: the address of the service whose form this is a page of; its footer offers to clear the device.
    """
    here = request.path if request is not None else ""
    ours = council()
    return Frame(
        council=ours.name,
        site="public",
        service=service,
        navigation=(
            Link(text="Services", href="/", current=here == "/"),
            Link(text="Follow a request", href="/track", current=here == "/track"),
        ),
        footer=(
            *((Link(text="Finish and clear this device", href=f"{form}/clear"),) if form else ()),
            *(Link(text=page.title, href=f"/pages/{page.slug}") for page in pages_listed() if page.footer),
        ),
        notice=NOTICE if ours.demonstration else "",
        alert=_notice(alert_now()),
        colours=council_colours(),
    )


def _notice(alert: Alert | None) -> Notice | None:
    if alert is None:
        return None
    return Notice(sentence=alert.sentence, href=alert.link, link=alert.link_words, urgent=alert.urgent)
