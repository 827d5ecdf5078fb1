"""A council's folder states only what differs from a shipped service."""

from __future__ import annotations

from moothall.apps.catalogue.api import check, read_again, service_named
from moothall.apps.forms.api import Form
from moothall.kernel.actors import ANONYMOUS
from tests.apps.catalogue.folders import Folders

OURS = """\
extends: report-fly-tipping
name: Report dumped rubbish
keywords: [dumped]
targets:
  - name: cleared
    working_days: 3
outcomes:
  - code: passed-on
    remove: yes
  - code: fined
    after: cleared
    name: Fined
    words: We have fined somebody.
remove: [emergency]
without: [journeys/dangerous-by-the-canal.yaml, journeys/something-else.yaml, journeys/sofa-on-a-verge.yaml]
"""
FORM = """\
pages:
  - page: what-was-dumped
    questions:
      - ask: rubbish_type
        label: What is it?
  - page: danger
    remove: yes
  - page: your-details
    questions:
      - ask: phone
        remove: yes
      - ask: best_time
        after: name
        type: short-text
        label: When can we call?
        required: no
"""


def form_of(slug: str) -> Form:
    form = service_named(slug, seen_by=ANONYMOUS).part("form")
    assert isinstance(form, Form)
    return form


def test_maps_and_keyed_lists_are_merged(folders: Folders) -> None:
    folder = folders.own_service("report-fly-tipping", OURS)
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    (folder / "journeys").mkdir()
    for name in ("really-a-missed-bin", "seen-on-private-land"):
        (folder / "service.yaml").write_text(
            (folder / "service.yaml").read_text().replace("without: [", f"without: [journeys/{name}.yaml, "),
            encoding="utf-8",
        )
    assert check(folder) == ()
    read_again()
    service = service_named("report-fly-tipping", seen_by=ANONYMOUS)
    assert service.name == "Report dumped rubbish"
    assert service.summary.startswith("Tell us about rubbish")
    assert [target.working_days for target in service.targets] == [3]
    assert [outcome.code for outcome in service.outcomes] == [
        "cleared",
        "fined",
        "nothing-found",
        "private-land",
    ]
    assert not service.emergency
    form = form_of("report-fly-tipping")
    assert form.page("what-was-dumped").questions[0].label == "What is it?"
    assert not form.has_page("danger")
    assert [question.key for question in form.page("your-details").questions] == [
        "name",
        "best_time",
        "email",
    ]


def test_the_base_is_still_offered_under_its_own_name(folders: Folders) -> None:
    folders.own_service("dumped-rubbish", "extends: report-fly-tipping\nname: Dumped rubbish\n")
    read_again()
    ours, base = (service_named(s, seen_by=ANONYMOUS) for s in ("dumped-rubbish", "report-fly-tipping"))
    assert (ours.name, base.name) == ("Dumped rubbish", "Report fly-tipping")
    assert ours.digest != base.digest
    assert form_of("dumped-rubbish").questions.keys() == form_of("report-fly-tipping").questions.keys()


def test_mistakes_stand_in_the_file_they_were_written_in(folders: Folders) -> None:
    folder = folders.own_service(
        "dumped-rubbish",
        "extends: report-fly-tipping\nname: Dumped rubbish\nremove: [emergencies]\n"
        "outcomes:\n  - code: fined\n    after: clear\n    name: Fined\n    words: Fined.\n"
        "  - {code: gone, remove: yes}\nwithout: [journeys/none.yaml]\ncolour: red\n",
    )
    (folder / "form.yaml").write_text(
        "pages:\n  - page: danger\n    when: rubbish_typ = 1\n", encoding="utf-8"
    )
    found = {(m.file.rpartition("/")[2], m.line): m.sentence for m in check(folder)}
    assert "no ‘emergencies’ to remove. Write ‘emergency’." in found["service.yaml", 3]
    assert "no ‘clear’ to stand after" in found["service.yaml", 6]
    assert "no ‘gone’ to remove" in found["service.yaml", 9]
    assert "no file ‘journeys/none.yaml’ to leave out" in found["service.yaml", 10]
    assert "no ‘colour’ here" in found["service.yaml", 11]
    assert ("form.yaml", 3) in found


def test_a_base_that_is_none_or_extends_itself(folders: Folders) -> None:
    ours = folders.own_service("dumped-rubbish", "extends: report-flytipping\nname: Dumped\n")
    assert any(
        "no service ‘report-flytipping’ to extend. Write ‘report-fly-tipping’." in m.sentence
        for m in check(ours)
    )
    chained = folders.service("report-missed-bin") / "service.yaml"
    chained.write_text("extends: make-complaint\n" + chained.read_text(encoding="utf-8"), encoding="utf-8")
    theirs = folders.own_service("bins", "extends: report-missed-bin\nname: Bins\n")
    assert any("extends another service itself" in m.sentence for m in check(theirs))
