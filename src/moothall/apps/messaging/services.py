"""Verbs on messages: tell, and what the job does afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from moothall.apps.catalogue import api as catalogue
from moothall.apps.messaging.events import MessageFailed
from moothall.apps.messaging.markup import Filled, fill
from moothall.apps.messaging.models import Message, Notice, State
from moothall.apps.messaging.moments import MOMENTS
from moothall.apps.messaging.ports import Mail, Mailer, MailNotTaken
from moothall.apps.messaging.templates import Template, template_named, templates_at
from moothall.ground import rows
from moothall.ground.events.api import eraser, record
from moothall.ground.jobs.api import JobTask, Settle, enqueue_many, forget_jobs_about, job, lane
from moothall.kernel import clock
from moothall.kernel.actors import Actor, system
from moothall.kernel.ids import new_id
from moothall.ui.languages import speaking, words_language

MAIL_LANE = "mail"
lane(MAIL_LANE, threads=2)
_SELF = system("messaging")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who may be told. Without an e-mail address nothing is written for them."""

    role: str
    name: str
    email: str


@dataclass(slots=True)
class _Post:
    """The mailer of this process, once it was asked for."""

    mailer: Mailer | None = None


_post = _Post()


def use_mailer(chosen: Mailer | None) -> None:
    """Send by `chosen` from now on; None: by the one of the settings again. For tests and rehearsals."""
    _post.mailer = chosen


def mailer() -> Mailer:
    """What sends. The setting MOOTHALL_MAILER is the dotted path of a function that makes it, called once."""
    if _post.mailer is None:
        _post.mailer = import_string(settings.MOOTHALL_MAILER)()
    return _post.mailer


def tell(
    moment: str,
    *,
    about: str,
    service: str,
    to: Iterable[Recipient],
    facts: Mapping[str, str],
    by: Actor,
    language: str = "",
) -> int:
    """Say what is said at `moment` to those of `to` whose role a template names; how many messages that made.

    Rows and jobs only, in the caller's transaction: who is told, and with which facts, stands from now on. The
    words are taken when it is sent. `language`: what they read our pages in; left out, what is spoken.
    """
    templates = templates_at(MOMENTS[moment].when, service=service, language=language or words_language())
    messages = [
        _message(template, person, about=about, service=service, facts=facts)
        for template in templates
        for person in to
        if person.email and person.role in template.to
    ]
    if messages:
        rows.insert(*messages)
        calls: list[tuple[JobTask[..., Settle | None], Mapping[str, str]]] = [
            (send_message, {"message_id": str(message.id)}) for message in messages
        ]
        enqueue_many(calls)
    return len(messages)


def preview(
    moment: str, *, service: str, facts: Mapping[str, str], name: str, role: str = "reporter", language: str
) -> Filled | None:
    """What somebody would be told now at `moment`; None where no template names their `role`."""
    templates = templates_at(MOMENTS[moment].when, service=service, language=language)
    template = next((one for one in templates if role in one.to), None)
    return None if template is None else _filled(template, name, facts)


def _filled(template: Template, name: str, facts: Mapping[str, str]) -> Filled:
    with speaking(template.language):
        council = catalogue.council()
        named = {"name": name or _("resident")}
    ours = {"council_name": council.name, "council_phone": council.contact.phone}
    return fill(template.compiled, {**ours, **facts, **named}, template.language)


def _message(
    template: Template,
    person: Recipient,
    *,
    about: str,
    service: str,
    facts: Mapping[str, str],
) -> Message:
    return rows.made(
        Message,
        id=new_id(),
        about=about,
        moment=template.when,
        service=service,
        template=template.name,
        language=template.language,
        role=person.role,
        name=person.name,
        email=person.email,
        facts=dict(facts),
        state=State.QUEUED,
        subject="",
        text="",
        html="",
        failure="",
        queued_at=clock.now(),
        settled_at=None,
    )


@job(lane=MAIL_LANE, attempts=8, lease_seconds=120, limit_seconds=300)
def send_message(message_id: str) -> Settle | None:
    """Send one message. Run again after a crash it sends again, with the same Message-ID; once settled, never.

    An erased message is not there any more, and nothing is sent.
    """
    message = rows.found(Message, id=UUID(message_id), state=State.QUEUED)
    if message is None:
        return None
    template = template_named(
        message.template, message.moment, service=message.service, language=message.language
    )
    if template is None:
        return partial(_failed, message, "No template says anything at this moment any more.")
    filled = _filled(template, message.name, message.facts)
    with speaking(template.language):
        council = catalogue.council()
    mail = Mail(
        message_id=f"<{message.id}@{council.domain}>",
        sender_name=council.name,
        sender=council.contact.email,
        to_name=message.name,
        to=message.email,
        subject=filled.subject,
        text=filled.text,
        html=filled.html,
        language=template.language,
        unsubscribe=message.facts.get("unsubscribe_link", ""),
    )
    try:
        mailer().send(mail)
    except MailNotTaken as refusal:
        if not refusal.permanent:
            raise
        return partial(_failed, message, refusal.sentence)
    return partial(_sent, message, filled)


def _sent(message: Message, filled: Filled) -> None:
    message.subject, message.text, message.html = filled.subject, filled.text, filled.html
    _settle(message, State.SENT)


def _failed(message: Message, reason: str) -> None:
    message.failure = reason[:200]
    if _settle(message, State.FAILED):
        fact = MessageFailed(message.id, message.about, message.moment, message.role, message.failure)
        record(f"message:{message.id}", fact, by=_SELF, after=0)


def _settle(message: Message, state: State) -> bool:
    """Whether the message was still queued: not settled before, not erased meanwhile."""
    changed = rows.change(
        Message,
        {"id": message.id, "state": State.QUEUED},
        state=state,
        facts={},
        subject=message.subject,
        text=message.text,
        html=message.html,
        failure=message.failure,
        settled_at=clock.now(),
    )
    return bool(changed)


def forget_messages_to(email: str, *, about: str, role: str) -> int:
    """Drop what was written to one address about `about`, sent or not; how many messages."""
    wanted = Message.objects.filter(about=about, role=role, email=email)
    for key in list(wanted.filter(state=State.QUEUED).values_list("id", flat=True)):
        forget_jobs_about(key, by=_SELF)
    return int(wanted.delete()[0])


@eraser("messaging")
def forget(subject: str) -> Iterable[str]:
    """Drop every message about a subject, sent or not, and the jobs of those that were not."""
    waiting = Message.objects.filter(about=subject, state=State.QUEUED).values_list("id", flat=True)
    for key in list(waiting):
        forget_jobs_about(key, by=_SELF)
    Message.objects.filter(about=subject).delete()
    Notice.objects.filter(about=subject).delete()
    return ()
