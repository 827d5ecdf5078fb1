"""Of a question of several fields, the one that bears its own name can be given beside the others."""

from __future__ import annotations

from moothall.apps.forms.filling import fields_of
from moothall.apps.forms.question import Question
from moothall.apps.forms.types import KINDS
from moothall.sites.rehearsal.browser import HtmlForm
from moothall.sites.rehearsal.walking import fields_for

#: Somebody types a name that several streets have, and means none of them.
TYPED = {"place": {"": "Mill Lane", "pick": "other", "listed": "Mill Lane"}}
SENT = {"place": ["Mill Lane"], "place-pick": ["other"], "place-listed": ["Mill Lane"]}


def test_in_one_go() -> None:
    question = Question(key="place", kind=KINDS["place"](), label="Where?", name="where it is")
    assert fields_of((question,), TYPED) == (SENT, {})


def test_page_by_page() -> None:
    form = HtmlForm("", "post", "", offers={key: [] for key in SENT})
    pairs, _ = fields_for(form, TYPED)
    assert {name: [text] for name, text in pairs} == SENT
