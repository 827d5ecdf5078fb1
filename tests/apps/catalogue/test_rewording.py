"""Words of a service, changed on the staff site: into the council's folder, read before they are kept."""

from __future__ import annotations

import pytest

from moothall.apps.catalogue import api as catalogue
from moothall.apps.catalogue.library import _Held
from moothall.apps.catalogue.starter import Starter, start_service
from moothall.kernel.actors import ANONYMOUS, Actor, Kind
from moothall.kernel.rules import Refused
from moothall.ui.languages import speaking
from tests.apps.catalogue.folders import Folders

pytestmark = pytest.mark.django_db

WRITER = Actor(Kind.OFFICER, "officer:1", abilities=frozenset({"services.reword"}))
FLY = "report-fly-tipping"


def said(where: str, slug: str = FLY) -> str:
    return catalogue.wording_at(slug, where, seen_by=WRITER).text


def publish(where: str, text: str, slug: str = FLY) -> None:
    catalogue.publish_words(slug, catalogue.NewWords(where, text, said(where, slug)), by=WRITER)


def test_every_text_is_listed_with_what_it_belongs_to(folders: Folders) -> None:
    listed = {one.where: one for one in catalogue.wordings_of(FLY, seen_by=WRITER)}
    assert listed["service.yaml:name"].text == "Report fly-tipping"
    labels = [one for one in listed.values() if one.file == "form.yaml" and one.what == "label"]
    assert labels
    assert all(one.of for one in labels)
    assert any(one.file.startswith("messages/en/") and one.what == "subject" for one in listed.values())


def test_a_shipped_service_is_left_as_it_is_and_the_council_says_what_differs(folders: Folders) -> None:
    before = {path: path.read_bytes() for path in folders.service(FLY).rglob("*") if path.is_file()}
    digest = catalogue.service_named(FLY, seen_by=WRITER).digest
    publish("service.yaml:summary", "Tell us about dumped rubbish.")
    assert catalogue.service_named(FLY, seen_by=WRITER).summary == "Tell us about dumped rubbish."
    assert catalogue.service_named(FLY, seen_by=WRITER).digest == digest
    assert before == {path: path.read_bytes() for path in folders.service(FLY).rglob("*") if path.is_file()}
    own = (folders.council / "services" / FLY / "service.yaml").read_text()
    assert f"extends: {FLY}" in own


@pytest.mark.parametrize(
    "text",
    [
        "A colon: and a # sign",
        "- a dash, 'quotes' and \"more\"",
        "yes",
        "0123",
        "{{ braces }}",
        "Two lines\n\nof words: here",
        "Âccents and 日本",
        "*bold* &amp; @at %percent |pipe >more !bang",
    ],
)
def test_whatever_is_typed_is_said_as_it_was_typed(folders: Folders, text: str) -> None:
    publish("service.yaml:before_you_start", text)
    assert said("service.yaml:before_you_start") == text


#: Everything called as long as it may be.
LONG = f"""\
pages:
  - page: {"p" * 60}
    questions:
      - ask: {"q" * 60}
        type: one-of
        label: Which?
        name: which
        options: [{{value: {"a" * 80}, label: One}}, {{value: b, label: Other}}]
"""


def test_words_are_changed_whatever_they_belong_to_is_called(folders: Folders) -> None:
    start_service(folders.council / "services", Starter("ask-long", "Ask long", "waste", form=LONG))
    catalogue.read_again()
    option = next(one for one in catalogue.wordings_of("ask-long", seen_by=WRITER) if one.text == "One")
    publish(option.where, "The first", "ask-long")
    [change] = catalogue.changes_of("ask-long", seen_by=WRITER)
    assert change.after == "The first"
    assert len(change.what) <= 200


def test_words_of_a_question_are_found_by_its_name(folders: Folders) -> None:
    label = next(
        one
        for one in catalogue.wordings_of(FLY, seen_by=WRITER)
        if one.file == "form.yaml" and one.what == "label" and "›" in one.of
    )
    publish(label.where, "What was dumped there?")
    assert said(label.where) == "What was dumped there?"
    publish(label.where, "What is it?")
    assert said(label.where) == "What is it?"
    assert len((folders.council / "services" / FLY / "form.yaml").read_text().splitlines()) < 12


def test_a_message_is_written_whole(folders: Folders) -> None:
    where = next(one.where for one in catalogue.wordings_of(FLY, seen_by=WRITER) if one.what == "subject")
    publish(where, "We have your report {{ reference }}")
    assert said(where) == "We have your report {{ reference }}"


def test_comments_of_the_council_own_file_stay(folders: Folders) -> None:
    folders.own_service(
        FLY, f"# Ours.\nextends: {FLY}\n# The name of the lorry drivers\nname: Dumped things\n"
    )
    catalogue.read_again()
    publish("service.yaml:name", "Dumped rubbish")
    own = (folders.council / "services" / FLY / "service.yaml").read_text()
    assert "# Ours." in own
    assert "# The name of the lorry drivers" in own
    assert "name: Dumped rubbish" in own


def test_what_check_would_refuse_is_refused_and_nothing_is_written(folders: Folders) -> None:
    where = next(one.where for one in catalogue.wordings_of(FLY, seen_by=WRITER) if one.what == "subject")
    with pytest.raises(Refused) as no:
        publish(where, "Your report {{ no_such_fact }}")
    assert "no_such_fact" in no.value.sentence
    assert not (folders.council / "services" / FLY).exists()
    for text in ("", "  \n ", "x" * 5_001):
        with pytest.raises(Refused):
            publish("service.yaml:name", text)


def test_two_who_change_the_same_words_are_told(folders: Folders) -> None:
    before = said("service.yaml:name")
    publish("service.yaml:name", "Dumped rubbish")
    with pytest.raises(Refused) as no:
        catalogue.publish_words(FLY, catalogue.NewWords("service.yaml:name", "Fly-tips", before), by=WRITER)
    assert no.value.code == "CAT-11"
    assert "Dumped rubbish" in no.value.sentence
    with pytest.raises(Refused) as no:
        catalogue.reworded(FLY, catalogue.NewWords("service.yaml:name", "Fly-tips", before), by=WRITER)
    assert no.value.code == "CAT-11"


def test_who_may_not_write_services_learns_and_changes_nothing(folders: Folders) -> None:
    with pytest.raises(Refused):
        catalogue.wordings_of(FLY, seen_by=ANONYMOUS)
    with pytest.raises(Refused):
        catalogue.publish_words(FLY, catalogue.NewWords("service.yaml:name", "Mine", ""), by=ANONYMOUS)


def test_an_address_that_is_none_is_not_found(folders: Folders) -> None:
    for where in (
        "",
        "service.yaml:team",
        "../../etc/passwd:name",
        "form.yaml:pages.0.page",
        "service.yaml:no",
    ):
        with pytest.raises(catalogue.NoSuchService):
            catalogue.wording_at(FLY, where, seen_by=WRITER)


def test_each_change_is_kept_with_what_stood_before(folders: Folders) -> None:
    publish("service.yaml:name", "Dumped rubbish")
    publish("service.yaml:name", "Fly-tips")
    latest, first = catalogue.changes_of(FLY, seen_by=WRITER)
    assert (first.before, first.after) == ("Report fly-tipping", "Dumped rubbish")
    assert (latest.before, latest.after) == ("Dumped rubbish", "Fly-tips")


@pytest.mark.django_db(transaction=True)
def test_a_process_that_did_not_publish_says_it_too(folders: Folders) -> None:
    """In production nothing is read again but what was published; until it is read the old words are said."""
    publish("service.yaml:name", "Dumped rubbish")
    other = _Held()
    other.library()
    publish("service.yaml:name", "Fly-tips")
    other._looked = 0.0
    assert other.library().services[FLY].name == "Dumped rubbish"
    assert other._reader is not None
    other._reader.join(30)
    assert other.library().services[FLY].name == "Fly-tips"


def test_words_of_another_language_are_changed_beside_the_first(folders: Folders) -> None:
    bin_ = "report-missed-bin"
    listed = {one.where: one for one in catalogue.wordings_of(bin_, seen_by=WRITER)}
    assert listed["service.cy.yaml:name"].text == "Rhoi gwybod am fin a fethwyd"
    assert (listed["service.cy.yaml:name"].language, listed["service.yaml:name"].language) == ("cy", "")
    digest = catalogue.service_named(bin_, seen_by=WRITER).digest
    label = next(one for one in listed.values() if one.language and one.file == "form.yaml" and one.text)
    for where, text in (("service.cy.yaml:name", "Bin heb ei wagio"), (label.where, "Geiriau newydd")):
        publish(where, text, bin_)
        assert said(where, bin_) == text
    assert catalogue.service_named(bin_, seen_by=WRITER).name == "Report a missed bin"
    assert catalogue.service_named(bin_, seen_by=WRITER).digest == digest
    with speaking("cy"):
        assert catalogue.service_named(bin_, seen_by=WRITER).name == "Bin heb ei wagio"
    own = folders.council / "services" / bin_
    assert "Bin heb ei wagio" in (own / "service.cy.yaml").read_text()
    assert "Geiriau newydd" in (own / "form.cy.yaml").read_text()
    assert not (own / "form.yaml").exists()
    with pytest.raises(Refused, match="is lost in these words"):
        publish("service.cy.yaml:promise", "Byddwn yn dod yn ôl.", bin_)


def test_a_service_without_another_language_has_its_first_alone(folders: Folders) -> None:
    assert not [one for one in catalogue.wordings_of(FLY, seen_by=WRITER) if one.language]


def test_a_message_that_is_not_there_in_another_language_is_written_whole_or_not_at_all(
    folders: Folders,
) -> None:
    bin_, where = "report-missed-bin", "messages/cy/moved.md:whole"
    (folders.service(bin_) / "messages" / "cy" / "moved.md").unlink()
    catalogue.read_again()
    found = catalogue.wording_at(bin_, where, seen_by=WRITER)
    assert (found.language, found.text, found.of) == ("cy", "", "message “moved”")
    for text, why in (
        ("Dim ond pwnc", "Write its subject first"),
        ("Pwnc\n\n{{ no_such_fact }}", "no_such_fact"),
    ):
        with pytest.raises(Refused, match=why):
            publish(where, text, bin_)
    publish(where, "Eich adroddiad {{ reference }}\n\nAnnwyl {{ name }},\n\n{{ what_to_do }}", bin_)
    assert said("messages/cy/moved.md:subject", bin_) == "Eich adroddiad {{ reference }}"
    assert said("messages/cy/moved.md:body", bin_) == "Annwyl {{ name }},\n\n{{ what_to_do }}"
    own = folders.council / "services" / bin_ / "messages" / "cy" / "moved.md"
    assert "when: case moved" in own.read_text()
    with pytest.raises(catalogue.NoSuchService):
        catalogue.wording_at(bin_, where, seen_by=WRITER)
