"""Every address of the public site."""

from __future__ import annotations

from moothall.sites.public import (
    applying,
    following,
    joining,
    looking,
    lookups,
    others,
    own_acts,
    paper,
    paying,
    questioned,
    reports,
    resuming,
    sections,
    useful,
)
from moothall.sites.public.counting import counted
from moothall.sites.public.policies import OWN_REQUEST, PUBLIC
from moothall.ui.routes import route

urlpatterns = [
    route("", looking.home, policy=PUBLIC, name="home"),
    route("search", looking.find, policy=PUBLIC, name="search"),
    route("pages/<slug:slug>", looking.content, policy=PUBLIC, name="content"),
    route("services/<slug:slug>", looking.service_page, policy=PUBLIC, name="service"),
    route("services/<slug:slug>/look-up", lookups.look_up, policy=PUBLIC, name="look-up"),
    route("services/<slug:slug>/look-up.ics", lookups.calendar, policy=PUBLIC, name="look-up-calendar"),
    route("services/<slug:slug>/paper", paper.paper_form, policy=PUBLIC, name="paper-form"),
    route("services/<slug:slug>/start", applying.start, policy=PUBLIC, name="form-start"),
    route(
        "services/<slug:slug>/check-your-answers",
        counted(applying.check, "check-your-answers"),
        policy=PUBLIC,
        name="form-check",
    ),
    route(
        "services/<slug:slug>/check-your-answers/<slug:section>",
        sections.section_answers,
        policy=PUBLIC,
        name="form-section",
    ),
    route("services/<slug:slug>/ask/<slug:person>", others.ask, policy=PUBLIC, name="form-ask"),
    route("services/<slug:slug>/join/<str:token>", joining.join, policy=PUBLIC, name="form-join"),
    route("services/<slug:slug>/part/decline", joining.decline, policy=PUBLIC, name="form-decline"),
    route("services/<slug:slug>/part/<slug:state>", joining.over, policy=PUBLIC, name="form-part-over"),
    route("services/<slug:slug>/tasks", sections.tasks, policy=PUBLIC, name="form-tasks"),
    route("services/<slug:slug>/pay", paying.pay, policy=PUBLIC, name="form-pay"),
    route("services/<slug:slug>/paid/<uuid:payment>", paying.paid, policy=PUBLIC, name="form-paid"),
    route("services/<slug:slug>/done", applying.done, policy=PUBLIC, name="form-done"),
    route(
        "services/<slug:slug>/pictures/<uuid:document>",
        applying.own_picture,
        policy=PUBLIC,
        name="form-picture",
    ),
    route("services/<slug:slug>/save", resuming.save, policy=PUBLIC, name="form-save"),
    route("services/<slug:slug>/saved", resuming.saved, policy=PUBLIC, name="form-saved"),
    route("services/<slug:slug>/resume/<str:token>", resuming.resume, policy=PUBLIC, name="form-resume"),
    route("services/<slug:slug>/form-changed", resuming.form_changed, policy=PUBLIC, name="form-changed"),
    route("services/<slug:slug>/which-answer", others.which_answer, policy=PUBLIC, name="form-which-answer"),
    route("services/<slug:slug>/clear", resuming.clear, policy=PUBLIC, name="form-clear"),
    route("services/<slug:slug>/cleared", resuming.cleared, policy=PUBLIC, name="form-cleared"),
    route(
        "services/<slug:slug>/<path:page>",
        counted(applying.question_page),
        policy=PUBLIC,
        name="form-page",
        judges_typing=True,
    ),
    route("useful", useful.useful, policy=PUBLIC, name="useful", judges_typing=True),
    route("track", following.look_up, policy=PUBLIC, name="track"),
    route("track/<str:token>", following.by_link, policy=PUBLIC, name="track-link"),
    route("requests/<str:reference>", following.own_request, policy=OWN_REQUEST, name="request"),
    route(
        "requests/<str:reference>/questions",
        questioned.questions,
        policy=OWN_REQUEST,
        name="request-questions",
        judges_typing=True,
    ),
    route("requests/<str:reference>/add", own_acts.add, policy=OWN_REQUEST, name="request-add"),
    route(
        "requests/<str:reference>/withdraw", own_acts.withdraw, policy=OWN_REQUEST, name="request-withdraw"
    ),
    route("reports/confirm/<str:token>", reports.confirm, policy=PUBLIC, name="report-confirm"),
    route("reports/leave/<str:token>", reports.leave, policy=PUBLIC, name="report-leave"),
    route(
        "reports/<str:reference>/photos/<uuid:document>", reports.photo, policy=PUBLIC, name="report-photo"
    ),
    route("reports/<str:reference>", reports.report, policy=PUBLIC, name="report"),
    route("requests/<str:reference>/answer", following.answer, policy=OWN_REQUEST, name="request-answer"),
    route(
        "requests/<str:reference>/not-fixed",
        following.not_fixed,
        policy=OWN_REQUEST,
        name="request-not-fixed",
    ),
    route(
        "requests/<str:reference>/how-it-went",
        following.how_it_went,
        policy=OWN_REQUEST,
        name="request-how-it-went",
    ),
    route(
        "requests/<str:reference>/documents/<uuid:document>",
        following.own_document,
        policy=OWN_REQUEST,
        name="request-document",
    ),
]
