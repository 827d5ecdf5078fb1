"""The same for many cases, looked at first and undone; and lists as files."""

from __future__ import annotations

import csv
import io
import zipfile
from uuid import UUID
from xml.etree import ElementTree

import pytest
from django.test import Client
from tests.answers import content, html, said
from tests.sites.staff.desk import a_case, a_concern, many_cases
from tests.sites.staff.officers import an_officer, sign_in

from moothall.apps.cases.api import (
    CaseNotFound,
    Many,
    Opened,
    Wanted,
    act_on_many,
    add_note,
    add_tag,
    begin_many,
    case_for,
    close_case,
    combined_view,
    erase_case,
    give_to_team,
    merge_cases,
    open_case,
    propose_many,
    take_case,
    undo_many,
)
from moothall.apps.cases.models import ManyItem, QueueEntry
from moothall.apps.cases.services.giving import ask_for_task
from moothall.apps.catalogue.api import service_named
from moothall.apps.forms.api import Answers
from moothall.apps.identity.api import Account, suspend_account
from moothall.apps.messaging.api import notices_of
from moothall.apps.teams.api import actor_for
from moothall.connectors.demo.api import DemoMailer
from moothall.ground.jobs.api import run_pending
from moothall.ground.looks.api import Asked, looks_recorded
from moothall.kernel.actors import ANONYMOUS, Actor, system, team_class
from moothall.kernel.rules import Refused
from moothall.sites.staff.bulk.sheets import as_csv, as_xlsx, defused

pytestmark = pytest.mark.django_db

SELF = system("test")


@pytest.fixture
def marcus() -> Account:
    return an_officer("Marcus Thorne", team="waste", role="manager")


@pytest.fixture
def by(marcus: Account) -> Actor:
    return actor_for(marcus)


@pytest.fixture
def desk(client: Client, marcus: Account) -> Client:
    return sign_in(client, marcus)


def done(key: UUID, by: Actor) -> Many:
    begin_many(key, by=by)
    run_pending()
    return act_on_many(key, seen_by=by)


def status(reference: str) -> tuple[str, str]:
    case = case_for(reference, seen_by=SELF)
    return case.status, case.outcome


def test_nothing_happens_before_it_is_begun(by: Actor) -> None:
    cases = many_cases(3)
    key = propose_many("close", {"outcome": "emptied"}, chosen=[one.reference for one in cases], by=by)
    run_pending()
    assert {status(one.reference)[0] for one in cases} == {"new"}
    with pytest.raises(Refused) as no:
        undo_many(key, by=by)
    assert no.value.code == "CASE-203"


def test_many_are_closed_and_opened_again_as_they_were(by: Actor) -> None:
    cases = many_cases(5)
    due = {one.reference: case_for(one.reference, seen_by=SELF).due_on for one in cases}
    key = propose_many("close", {"outcome": "emptied", "words": "All done."}, wanted=Wanted(), by=by)
    assert act_on_many(key, seen_by=by).total == 5
    told = done(key, by)
    assert (told.state, told.counts["done"], told.counts["refused"]) == ("done", 5, 0)
    assert {status(one.reference) for one in cases} == {("closed", "emptied")}
    undo_many(key, by=by)
    run_pending()
    told = act_on_many(key, seen_by=by)
    assert (told.state, told.counts["undone"]) == ("undone", 5)
    assert {status(one.reference) for one in cases} == {("new", "")}
    assert {one.reference: case_for(one.reference, seen_by=SELF).due_on for one in cases} == due
    for again in (begin_many, undo_many):
        with pytest.raises(Refused):
            again(key, by=by)


def test_one_that_is_refused_says_why_and_holds_nobody_up(by: Actor) -> None:
    good, closed = a_case(), a_case()
    done(propose_many("close", {"outcome": "emptied"}, chosen=[closed.reference], by=by), by)
    told = done(
        propose_many("close", {"outcome": "emptied"}, chosen=[good.reference, closed.reference], by=by), by
    )
    assert (told.counts["done"], told.counts["refused"]) == (1, 1)
    assert told.why[0][1] == 1
    assert status(good.reference)[0] == "closed"


def test_whoever_is_suspended_meanwhile_does_no_more(by: Actor, marcus: Account) -> None:
    cases = many_cases(3)
    key = propose_many("close", {"outcome": "emptied"}, chosen=[one.reference for one in cases], by=by)
    begin_many(key, by=by)
    suspend_account(marcus)
    run_pending()
    told = act_on_many(key, seen_by=by)
    assert (told.state, told.counts["done"], told.counts["refused"]) == ("done", 0, 3)
    assert {status(one.reference)[0] for one in cases} == {"new"}


def test_a_case_to_which_something_happened_since_stays(by: Actor, marcus: Account) -> None:
    left, touched = a_case(), a_case()
    key = propose_many("assign", {"to": str(marcus.pk)}, chosen=[left.reference, touched.reference], by=by)
    done(key, by)
    add_note(touched.reference, "I rang them.", by=by)
    undo_many(key, by=by)
    run_pending()
    told = act_on_many(key, seen_by=by)
    assert (told.counts["undone"], told.counts["kept"]) == (1, 1)
    assert case_for(left.reference, seen_by=SELF).assignee is None
    assert case_for(touched.reference, seen_by=SELF).assignee == marcus.pk


@pytest.mark.parametrize(
    ("verb", "details"),
    [
        ("tag", {"tag": "Christmas"}),
        ("move", {"service": "report-fly-tipping"}),
        ("answer", {"words": "We come on Monday."}),
        ("team", {"team": "highways", "words": "It lies on the road."}),
        ("priority", {"level": "urgent"}),
    ],
)
def test_each_verb_is_done_and_undone(by: Actor, verb: str, details: dict[str, str]) -> None:
    case = a_case()
    before = case_for(case.reference, seen_by=SELF)
    key = propose_many(verb, details, chosen=[case.reference], by=by)
    begin_many(key, by=by)
    run_pending()
    assert act_on_many(key, seen_by=by).counts["done"] == 1
    undo_many(key, by=by)
    run_pending()
    assert act_on_many(key, seen_by=by).counts["undone"] == 1
    after = case_for(case.reference, seen_by=SELF)
    assert (after.service, after.status) == (before.service, before.status)
    assert (after.team, after.assignee, after.priority) == (before.team, before.assignee, before.priority)
    assert [said.lines for said in after.answers] == [said.lines for said in before.answers]
    assert [one.words for one in after.tasks] == [one.words for one in before.tasks]


def test_whoever_asked_is_asked_for_nothing_more_when_a_move_is_undone(by: Actor, post: DemoMailer) -> None:
    key = propose_many("move", {"service": "report-fly-tipping"}, chosen=[a_case().reference], by=by)
    done(key, by)
    assert "We may need to know more" in post.sent[-1].text
    undo_many(key, by=by)
    run_pending()
    assert "You do not have to do anything." in post.sent[-1].text
    assert "We may need to know more" not in post.sent[-1].text


def test_a_team_hears_once_of_many_and_each_comes_back_as_it_was(by: Actor) -> None:
    hal = actor_for(an_officer("Hal Rudd", team="highways", role="officer"))
    cases = many_cases(3)
    take_case(cases[0].reference, by=by)
    details = {"team": "highways", "words": "They lie on the road."}
    key = propose_many("team", details, chosen=[one.reference for one in cases], by=by)
    assert done(key, by).counts["done"] == 3
    [notice] = notices_of(seen_by=hal)
    assert notice.sentence == "and others with it were given to your team"
    assert {case_for(one.reference, seen_by=SELF).team for one in cases} == {"highways"}
    undo_many(key, by=by)
    run_pending()
    assert act_on_many(key, seen_by=by).counts["undone"] == 3
    back = [case_for(one.reference, seen_by=SELF) for one in cases]
    assert {one.team for one in back} == {"waste"}
    assert [(one.status, one.assignee) for one in back] == [
        ("in_progress", by.account_id),
        ("new", None),
        ("new", None),
    ]


def test_many_are_merged_in_the_background_with_a_look_first_and_taken_out_again(by: Actor) -> None:
    cases, closed = many_cases(30), a_case()
    close_case(closed.reference, "emptied", by=by)
    first = cases[0].reference
    details = {"into": "", "words": "One round was missed."}
    chosen = [one.reference for one in (*cases, closed)]
    key = propose_many("merge", details, chosen=chosen, by=by)
    told = act_on_many(key, seen_by=by)
    assert (told.details["into"], told.total) == (first, 30)
    assert combined_view(cases[0].reference, seen_by=by).number == 0
    told = done(key, by)
    assert (told.counts["done"], told.counts["refused"]) == (29, 1)
    assert combined_view(cases[0].reference, seen_by=by).number == 29
    add_note(cases[5].reference, "They rang.", by=by)
    undo_many(key, by=by)
    run_pending()
    assert act_on_many(key, seen_by=by).counts["undone"] == 29, "what came since is no reason not to"
    assert combined_view(cases[0].reference, seen_by=by).number == 0
    assert {status(one.reference) for one in cases} == {("new", "")}


def test_cases_that_somebody_may_not_see_any_more_are_not_listed_in_their_own_act(by: Actor) -> None:
    fits, hidden, closed = (a_case() for _ in range(3))
    close_case(closed.reference, "emptied", by=by)
    chosen = [one.reference for one in (fits, hidden, closed)]
    key = propose_many("priority", {"level": "high"}, chosen=chosen, by=by)
    for one in (hidden, closed):
        QueueEntry.objects.filter(pk=one.case_id).update(confidentiality=team_class("adult-safeguarding"))
    told = act_on_many(key, seen_by=by)
    assert [row.reference for row in told.first] == [fits.reference]
    assert told.refused == ()


def test_what_cannot_be_merged_is_listed_with_the_reason_before_the_button(desk: Client, by: Actor) -> None:
    into, fits, closed, other, under = (a_case() for _ in range(5))
    close_case(closed.reference, "emptied", by=by)
    merge_cases(other.reference, [under.reference], by=by)
    chosen = [one.reference for one in (fits, closed, other)]
    key = propose_many("merge", {"into": into.reference, "words": ""}, chosen=chosen, by=by)
    told = act_on_many(key, seen_by=by)
    assert (told.counts["waiting"], told.counts["refused"]) == (1, 2)
    assert [row.reference for row in told.first] == [fits.reference]
    assert {row.reference: why.split(".")[0] for row, why in told.refused} == {
        closed.reference: "This request is closed",
        other.reference: "Others were merged into one of these",
    }
    page = said(desk.get(f"/staff/many/{key}/"))
    assert (
        page.index("Not possible for 2 cases") < page.index(closed.reference) < page.index("Do it for 1 case")
    )
    told = done(key, by)
    assert (told.counts["done"], told.counts["refused"]) == (1, 2)
    assert status(other.reference) == ("new", "")


@pytest.mark.parametrize(
    ("verb", "details", "refused"),
    [
        ("assign", {"to": "marcus"}, 3),
        ("close", {"outcome": "emptied"}, 5),
        ("close", {"outcome": "barred"}, 11),
        ("tag", {"tag": " Snow"}, 3),
        ("answer", {"words": "We come on Monday."}, 3),
        ("move", {"service": "report-fly-tipping"}, 3),
        ("move", {"service": "raise-concern-about-neighbour"}, 4),
        ("team", {"team": "highways", "words": "On the road."}, 4),
        ("priority", {"level": "urgent"}, 3),
        ("merge", {"into": "", "words": ""}, 4),
    ],
)
def test_what_the_look_says_cannot_be_done_is_what_the_verb_refuses(
    by: Actor, marcus: Account, verb: str, details: dict[str, str], refused: int
) -> None:
    """Every verb, with cases of which each is refused by another rule: the same ones, for the same reason.

    A merge, which is told of many at once, says of each only that it is not among those it may merge."""
    chosen = [one.reference for one in one_of_each(by)]
    details = {**details, "to": str(marcus.id)} if verb == "assign" else details
    key = propose_many(verb, details, chosen=chosen, by=by)
    told = act_on_many(key, seen_by=by)
    assert told.counts["refused"] == refused, [(row.reference, why) for row, why in told.refused]
    before = {row.reference: why for row, why in told.refused}
    ManyItem.objects.filter(act_id=key).update(state="waiting", reason="")
    after = {row.reference: why for row, why in done(key, by).refused}
    assert after == before if verb != "merge" else after.keys() == before.keys()


def one_of_each(by: Actor) -> list[Opened]:
    """A plain one, and one for each thing that stops a verb."""
    plain, closed, erased, tagged, full, silent, busy, given, linked, other = (
        *(a_case() for _ in range(5)),
        a_case(email=None),
        *(a_case() for _ in range(4)),
    )
    close_case(closed.reference, "emptied", by=by)
    erase_case(erased.reference, rule="a test", by=SELF)
    add_tag(tagged.reference, "snow", by=by)
    for n in range(20):
        add_tag(full.reference, f"tag {n}", by=by)
    ask_for_task(busy.reference, "Call the crew.", made_for="test", by=SELF)
    give_to_team(given.reference, "highways", "Theirs.", by=by)
    merge_cases(other.reference, [linked.reference], by=by)
    stall = open_case(service_named("rent-market-stall", seen_by=SELF), Answers({}), by=ANONYMOUS)
    return [plain, closed, erased, tagged, full, silent, busy, given, linked, other, stall]


def test_wrong_words_for_many_are_refused_before_anything_is_kept(desk: Client) -> None:
    chosen = {"which": "ticked", "case": [a_case().reference]}
    for sent, sentence in (
        ({"verb": "tag", "tag": "x" * 61}, "A tag is up to 60 characters long"),
        ({"verb": "tag", "tag": ","}, "Write something first."),
        ({"verb": "team", "team": "highways"}, "Say why"),
    ):
        answer = desk.post("/staff/many/", {**chosen, **sent})
        assert answer.status_code == 422, sent
        assert sentence in said(answer), sent


def test_where_nothing_can_be_done_there_is_no_button(desk: Client, by: Actor) -> None:
    closed = a_case()
    close_case(closed.reference, "emptied", by=by)
    key = propose_many("priority", {"level": "high"}, chosen=[closed.reference], by=by)
    page = said(desk.get(f"/staff/many/{key}/"))
    assert "Not possible for 1 case" in page
    assert "Do it for" not in page


def test_what_stops_a_merge_of_many(by: Actor) -> None:
    one, other = a_case(), a_case()
    for into, chosen, code in (
        (a_concern().reference, [one.reference], "CASE-207"),
        ("", [one.reference], "CASE-168"),
        (one.reference, [one.reference], "CASE-168"),
    ):
        with pytest.raises(Refused) as no:
            propose_many("merge", {"into": into, "words": ""}, chosen=chosen, by=by)
        assert no.value.code == code
    chosen = [other.reference, "BAR-AAA-AAA-AAA"]
    with pytest.raises(Refused) as no:
        propose_many("merge", {"into": one.reference, "words": ""}, chosen=chosen, every=True, by=by)
    assert no.value.code == "CASE-170"


def test_a_long_list_of_references_is_merged_in_the_background(desk: Client, by: Actor) -> None:
    into, others = a_case(), many_cases(22)
    page = f"/staff/cases/{into.reference}/merge/"
    sent = {"others": "\n".join(one.reference for one in others), "reason": "One round."}
    led = desk.post(page, sent)
    assert led.status_code == 302
    assert led["Location"].startswith("/staff/many/")
    assert combined_view(into.reference, seen_by=by).number == 0
    desk.post(led["Location"], {"press": "begin"})
    run_pending()
    assert f"Merged into {into.reference}" in desk.get(led["Location"]).content.decode()
    assert combined_view(into.reference, seen_by=by).number == 22
    taken = desk.post(
        f"/staff/cases/{into.reference}/unmerge/", {"others": [one.reference for one in others]}
    )
    desk.post(taken["Location"], {"press": "begin"})
    run_pending()
    assert combined_view(into.reference, seen_by=by).number == 0


def test_new_verbs_by_the_pages(desk: Client, by: Actor) -> None:
    one, other = a_case(), a_case()
    both = {"which": "ticked", "case": [one.reference, other.reference]}
    page = "/staff/many/"
    for sent, sentence in (
        ({"verb": "team"}, "Choose a team."),
        ({"verb": "priority"}, "Choose a priority."),
        ({"verb": "merge", "into": "BAR-1"}, "is not a reference"),
        ({"verb": "merge", "into": "BAR-AAA-AAA-AAA"}, "is not a reference"),
        ({"verb": "unmerge"}, ""),
    ):
        answer = desk.post(page, {**both, **sent})
        assert answer.status_code == 422, sent
        assert sentence in answer.content.decode(), sent
    for sent, words in (
        ({"verb": "team", "team": "highways", "reason": "Theirs."}, "Giving them to the team “Highways”"),
        ({"verb": "priority", "level": "urgent"}, "Setting their priority to urgent"),
        ({"verb": "merge"}, f"Merging them into {one.reference}"),
    ):
        led = desk.post(page, {**both, **sent})
        assert led.status_code == 302, led.content.decode()
        assert words in desk.get(led["Location"]).content.decode()


def test_an_act_is_its_officers_alone(by: Actor) -> None:
    key = propose_many("tag", {"tag": "x"}, chosen=[a_case().reference], by=by)
    other = actor_for(an_officer("Olwen Arkwright", team="waste", role="officer"))
    for look in (begin_many, undo_many):
        with pytest.raises(CaseNotFound):
            look(key, by=other)
    with pytest.raises(CaseNotFound):
        act_on_many(key, seen_by=other)


def test_what_one_may_not_do_with_one_one_may_not_do_with_many(by: Actor) -> None:
    tom = actor_for(an_officer("Tom Pellow", team="customer-services", role="adviser"))
    case, concern = a_case(), a_concern()
    with pytest.raises(Refused):
        propose_many("close", {"outcome": "emptied"}, chosen=[case.reference], by=tom)
    with pytest.raises(Refused) as no:
        propose_many("tag", {"tag": "x"}, chosen=[concern.reference], by=by)
    assert no.value.code == "CASE-200"
    with pytest.raises(Refused):
        propose_many("nonsense", {}, chosen=[case.reference], by=by)


def test_by_the_pages(desk: Client) -> None:
    cases = many_cases(3)
    assert desk.get("/staff/many/?service=report-missed-bin").content.decode().count('name="case"') == 3
    wrong = desk.post("/staff/many/", {"which": "ticked", "verb": "tag", "tag": "snow"})
    assert wrong.status_code == 422
    assert 'value="snow"' in wrong.content.decode()
    for lacks in (
        {"verb": "assign"},
        {"verb": "close"},
        {"verb": "tag"},
        {"verb": "move"},
        {"verb": "answer"},
        {},
    ):
        assert desk.post("/staff/many/", {"which": "all", **lacks}).status_code == 422
    sent = {"which": "ticked", "case": [cases[0].reference], "verb": "tag", "tag": "snow"}
    preview = desk.post("/staff/many/", sent, follow=True)
    assert "Do it for 1 case" in preview.content.decode()
    at = preview.redirect_chain[-1][0]
    desk.post(at, {"press": "begin"})
    assert desk.get(at).headers["Refresh"] == "2"
    run_pending()
    assert "Undo it for all 1" in desk.get(at).content.decode()
    desk.post(at, {"press": "undo"})
    run_pending()
    assert "Refresh" not in desk.get(at).headers
    assert "Tagged as" in desk.get("/staff/many/done/").content.decode()
    assert desk.get(f"/staff/many/{UUID(int=1)}/").status_code == 404


def test_a_list_is_exported_as_it_is_seen_and_the_look_is_recorded(desk: Client, by: Actor) -> None:
    a_concern("Mary Secret")
    cases = [a_case(name="=HYPERLINK(1)"), a_case(name="<b>Ann</b> & Co")]
    take_case(cases[1].reference, by=by)
    said = content(desk.get("/staff/export/csv/")).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(said)))
    assert read[0][:3] == ["Reference", "Service", "Reported by"]
    assert {row[0] for row in read[1:]} == {one.reference for one in cases}
    assert {row[2] for row in read[1:]} == {"'=HYPERLINK(1)", "<b>Ann</b> & Co"}
    assert "Secret" not in said
    watcher = Actor(by.kind, by.key, abilities=frozenset({"audit.read"}))
    assert looks_recorded(Asked(purpose="export"), seen_by=watcher)


def test_a_spreadsheet_can_be_read_and_holds_no_formula(desk: Client) -> None:
    a_case(name="=1+1")
    whole = content(desk.get("/staff/export/xlsx/"))
    with zipfile.ZipFile(io.BytesIO(whole)) as book:
        assert book.testzip() is None
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    texts = [one.text for one in sheet.iter() if one.tag.endswith("}t")]
    assert "=1+1" in texts
    assert not [one for one in sheet.iter() if one.tag.endswith("}f")]
    assert desk.get("/staff/export/exe/").status_code == 404


@pytest.mark.parametrize("cell", ["=1", "+cmd|' /C calc'!A0", "-1", "@SUM(1)", "\t=1", "\r=1", "|x", "%x"])
def test_what_a_spreadsheet_would_work_out_is_text(cell: str) -> None:
    assert defused(cell) == f"'{cell}"


def test_telephone_numbers_and_words_stay() -> None:
    for cell in ("+44 7700 900123", "BAR-123", "", "a=b"):
        assert defused(cell) == cell


def test_hostile_cells_break_no_file() -> None:
    rows = [("\x00\x01\ud800", "]]><script>", 'a"b,c\nd', "\ufffe", "x" * 40_000)]
    assert b"".join(as_csv(("a", "b", "c", "d", "e"), rows))
    with zipfile.ZipFile(io.BytesIO(b"".join(as_xlsx(("a", "b", "c", "d", "e"), rows)))) as book:
        ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))


def test_files_are_written_piece_by_piece() -> None:
    """The first piece is there before the last row is asked for."""
    asked = 0

    def rows() -> object:
        nonlocal asked
        for number in range(20_000):
            asked = number
            yield (f"BAR-{number}", "x" * 50)

    for write in (as_csv, as_xlsx):
        asked = 0
        next(write(("a", "b"), rows()))
        assert asked < 19_000


def test_why_is_asked_with_the_acts_that_read_it_alone(desk: Client, by: Actor) -> None:
    one, other = a_case(), a_case()
    page = html(desk.get("/staff/many/"))
    at = [
        page.index(f'id="{name}"') for name in ("verb-team", "reason", "verb-priority", "verb-merge", "why")
    ]
    assert at == sorted(at)
    both = {"which": "ticked", "case": [one.reference, other.reference]}
    led = desk.post("/staff/many/", {**both, "verb": "merge", "why": "One round.", "reason": "Another."})
    assert "One round." in said(desk.get(led["Location"]))
    long = desk.post("/staff/many/", {**both, "verb": "merge", "why": "x" * 5_001})
    assert long.status_code == 422
    assert 'href="#why"' in html(long)
