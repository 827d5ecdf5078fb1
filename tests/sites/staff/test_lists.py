"""The pages of lists: filters, layouts, columns, lists under a name; and whose they are."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import quote

import pytest
from django.http import HttpResponseBase
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from tests.answers import content, html, said
from tests.sites.staff.desk import a_case, a_concern, many_cases
from tests.sites.staff.officers import an_officer, sign_in
from tests.sites.staff.test_cases import references

from moothall.apps.cases import typed as operators
from moothall.apps.cases.api import (
    TAG,
    Wanted,
    ask_reporter,
    badges,
    case_for,
    count_waiting,
    follow_case,
    saved_views,
    set_priority,
    take_case,
)
from moothall.apps.cases.marks import set_marks
from moothall.apps.cases.models import Case
from moothall.apps.identity.api import Account
from moothall.apps.teams.api import actor_for
from moothall.kernel import clock
from moothall.sites.staff.queues import grouping

pytestmark = pytest.mark.django_db


@pytest.fixture
def olwen() -> Account:
    return an_officer("Olwen Arkwright", team="waste", role="officer")


@pytest.fixture
def desk(olwen: Account) -> Client:
    return sign_in(Client(), olwen)


@pytest.fixture
def joan() -> Account:
    return an_officer("Joan Trefoil", team="waste", role="officer")


def kept(desk: Client, name: str = "Schools", asked: str = "view=new&tag=school") -> str:
    """The key of a list that is saved."""
    led = desk.post("/staff/views/", {"name": name, "asked": asked})
    assert led.status_code == 302, said(led)
    return re.findall(r"saved=([0-9a-f-]{36})", led["Location"])[0]


def test_every_view_layout_and_group_is_a_page(desk: Client, olwen: Account) -> None:
    for one in many_cases(3):
        take_case(one.reference, by=actor_for(olwen))
    for view in re.findall(r'lists__link" href="([^"]+)"', desk.get("/staff/").content.decode()):
        assert desk.get(unescape(view)).status_code == 200
    for layout in ("board", "sheet"):
        assert references(desk.get(f"/staff/?layout={layout}"))
    for group in ("service", "ward", "status", "person", "due"):
        shown = desk.get(f"/staff/?group={group}")
        assert len(references(shown)) == 3, group
        assert "3 cases" in said(shown)


def test_filters_show_as_chips_that_come_off(desk: Client) -> None:
    tagged, other = a_case(), a_case()
    set_marks(Case.objects.get(pk=tagged.case_id), TAG, ["school"])
    shown = desk.get("/staff/?tag=school&person=nobody&due_from=2020-01-01&service=report-missed-bin")
    assert references(shown) == [tagged.reference]
    chips = re.findall(r'chips__link" href="([^"]+)"', shown.content.decode())
    assert len(chips) == 4
    off = [unescape(chip) for chip in chips if "tag=school" not in chip]
    assert set(references(desk.get(off[0]))) == {tagged.reference, other.reference}


def test_the_most_urgent_come_first_where_one_asks_for_it(desk: Client, olwen: Account) -> None:
    usual, low, urgent = a_case(), a_case(), a_case()
    set_priority(low.reference, "low", by=actor_for(olwen))
    set_priority(urgent.reference, "urgent", by=actor_for(olwen))
    shown = desk.get("/staff/?sort=priority&service=report-missed-bin")
    assert references(shown) == [urgent.reference, usual.reference, low.reference]
    assert "Urgent" in said(shown), "the list says why it is in this order"
    assert 'name="sort" value="priority"' in shown.content.decode()
    written = b"".join(desk.get("/staff/export/csv/?sort=priority").streaming_content).decode()
    assert written.splitlines()[1].startswith(urgent.reference)
    key = kept(desk, "Urgent", "sort=priority")
    assert desk.get(f"/staff/views/{key}/")["Location"].startswith("/staff/?sort=priority")
    assert "By priority, then the day." in said(desk.get("/staff/views/"))
    for parts in ("group=ward", "layout=board"):
        shown = desk.get(f"/staff/?sort=priority&service=report-missed-bin&{parts}")
        assert references(shown) == [urgent.reference, usual.reference, low.reference], parts
        assert "Sort by" in said(shown)
        assert "Urgent" in said(shown), "each part says why it is in this order"


def test_what_is_followed_is_a_list(desk: Client, olwen: Account) -> None:
    followed, _ = a_case(), a_case()
    follow_case(followed.reference, by=actor_for(olwen))
    assert references(desk.get("/staff/?view=followed")) == [followed.reference]


def test_a_list_is_kept_opened_renamed_ordered_and_removed(desk: Client) -> None:
    tagged = a_case()
    a_case()
    set_marks(Case.objects.get(pk=tagged.case_id), TAG, ["school"])
    key, second = kept(desk), kept(desk, "Late", "due=late")
    opened = desk.get(f"/staff/views/{key}/", follow=True)
    assert references(opened) == [tagged.reference]
    assert '<h1 class="govuk-heading-l topline__title">Schools' in opened.content.decode()
    assert "Schools 1 (1 case)" in said(opened)
    desk.post(f"/staff/views/{key}/rename/", {"name": "Our schools"})
    desk.post(f"/staff/views/{second}/up/")
    listed = said(desk.get("/staff/views/"))
    assert listed.index("Late") < listed.index("Our schools")
    changed = desk.post(f"/staff/views/{key}/update/", {"asked": "view=closed"}, follow=True)
    assert "The saved list now asks for this." in said(changed)
    assert references(changed) == []
    desk.post(f"/staff/views/{key}/remove/")
    assert "Our schools" not in said(desk.get("/staff/"))
    assert desk.get(f"/staff/views/{key}/").status_code == 404


def test_a_list_needs_a_name_of_its_own_and_nothing_typed_is_lost(desk: Client) -> None:
    kept(desk)
    for name, sentence in (
        ("", "Enter a name"),
        ("x" * 61, "at most 60"),
        ("Schools", "already have a list"),
    ):
        refused = desk.post("/staff/views/", {"name": name, "asked": "tag=school"})
        assert refused.status_code == 422
        assert sentence in said(refused)
        html = refused.content.decode()
        assert f'value="{name}"' in html
        assert 'name="asked" value="tag=school"' in html


def test_lists_of_others_are_not_there_until_they_are_shared(desk: Client, joan: Account) -> None:
    key = kept(desk)
    theirs, outside = (
        sign_in(Client(), joan),
        sign_in(Client(), an_officer("Priya", team="customer-relations", role="officer")),
    )
    for other in (theirs, outside):
        assert other.get(f"/staff/views/{key}/").status_code == 404
        assert "Schools" not in said(other.get("/staff/"))
        for verb in ("rename", "share", "remove", "up", "down", "update"):
            assert (
                other.post(f"/staff/views/{key}/{verb}/", {"name": "x", "shared": "link"}).status_code == 404
            )
    desk.post(f"/staff/views/{key}/share/", {"shared": "team:waste"})
    assert "Schools" in said(theirs.get("/staff/"))
    assert "Schools" not in said(outside.get("/staff/"))
    assert outside.get(f"/staff/views/{key}/").status_code == 404
    assert theirs.post(f"/staff/views/{key}/remove/").status_code == 404
    desk.post(f"/staff/views/{key}/share/", {"shared": "team:customer-relations"})
    assert outside.get(f"/staff/views/{key}/").status_code == 404
    desk.post(f"/staff/views/{key}/share/", {"shared": "link"})
    assert outside.get(f"/staff/views/{key}/").status_code == 302
    assert "Schools" not in said(outside.get("/staff/"))


def test_a_shared_list_shows_each_their_own_cases(desk: Client, olwen: Account, joan: Account) -> None:
    """And counts what who opens it may see: the confidential case is in nobody's number but its team's."""
    mine, theirs = a_case(), a_case()
    a_concern()
    take_case(mine.reference, by=actor_for(olwen))
    take_case(theirs.reference, by=actor_for(joan))
    key = kept(desk, "What is mine", "view=mine")
    desk.post(f"/staff/views/{key}/share/", {"shared": "link"})
    assert references(desk.get(f"/staff/views/{key}/", follow=True)) == [mine.reference]
    assert references(sign_in(Client(), joan).get(f"/staff/views/{key}/", follow=True)) == [theirs.reference]
    kept(desk, "Concerns", "view=all&service=raise-concern-about-neighbour")
    assert "Concerns 0 (0 cases)" in said(desk.get("/staff/"))


def test_columns_are_kept_for_a_person_and_for_a_list(desk: Client, olwen: Account) -> None:
    a_case()
    key = kept(desk, "Bins", "service=report-missed-bin")
    desk.post("/staff/columns/", {"column": ["status", "channel", "tags", "nonsense"]})
    heads = re.findall(r'columnheader">([^<]+)<', desk.get("/staff/").content.decode())
    assert heads == ["Case", "Status", "How it came", "Tags"]
    asked = "service=report-missed-bin"
    desk.post("/staff/columns/", {"column": ["due", "answer.bins"], "saved": key, "asked": asked})
    shown = desk.get(f"/staff/views/{key}/", follow=True)
    assert re.findall(r'columnheader">([^<]+)<', shown.content.decode())[:2] == ["Case", "Due"]
    assert "Rubbish" in said(shown)
    assert saved_views(seen_by=actor_for(olwen)).columns == ("status", "channel", "tags")
    desk.post("/staff/columns/", {})
    assert "Reported by" in said(desk.get("/staff/"))


def test_searching_says_what_it_understood(desk: Client) -> None:
    found = a_case()
    shown = desk.get('/staff/search/?q=harding status:new "nothing so"')
    assert references(shown) == []
    shown = desk.get("/staff/search/?q=harding status:new status:sold")
    assert references(shown) == [found.reference]
    assert "There is no status “sold”" in said(shown)
    assert "status:new × (take off)" in said(shown)
    assert (
        desk.get("/staff/search/?q=status:new with:me")["Location"] == "/staff/?view=all&status=new&person=me"
    )


def test_no_list_costs_more_than_fifteen_queries_and_none_more_for_more_cases(
    desk: Client, olwen: Account, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(9):
        kept(desk, f"List {n}", f"tag=t{n}&status=new")
    desk.post("/staff/columns/", {"column": ["with", "tags", "answer.bins"]})
    paths = (
        "", "?view=mine", "?tag=school&person=me&due=week", "?group=person", "?group=due&view=all", "?layout=board",
        "?layout=sheet", "?sort=priority", "?sort=priority&team=waste&person=me", "search/?q=resident",
        "?sort=priority&group=person", "?sort=priority&layout=board",
        "search/?q=resident with:me tag:school",
    )  # fmt: skip
    for one in many_cases(2):
        take_case(one.reference, by=actor_for(olwen))
    costs = {}
    for path in paths:
        with django_assert_max_num_queries(15) as few:
            desk.get(f"/staff/{path}")
        costs[path] = len(few)
    for one in many_cases(30):
        take_case(one.reference, by=actor_for(olwen))
    for path in paths:
        with django_assert_max_num_queries(costs[path]):
            desk.get(f"/staff/{path}")


@pytest.mark.parametrize(
    "query",
    [
        "saved=nothing", "layout=x&group=y", "due_from=2026-02-30", "due_from=0001-01-01&due_to=9999-12-31", "tag=%00",
        "person=%00", "answer.bins.from=x&answer.bins.to=NaN", "answer.bins.from=1e99", "before=x&after=x",
        "status=new&status=closed&view=new", "team=%F0%9F%98%80",
        "&".join(f"service=s{n}&ward=w{n}" for n in range(40)),
        "due=soon&view=closed", "answer.bins.from=Infinity", "saved=00000000-0000-0000-0000-000000000000",
    ],
)  # fmt: skip
def test_nothing_that_is_sent_breaks_a_list(desk: Client, query: str) -> None:
    a_case()
    assert desk.get(f"/staff/?{query}").status_code == 200
    assert desk.get(f"/staff/?{query}&group=service").status_code == 200
    assert desk.get(f"/staff/columns/?asked={query.replace('&', '%26')}").status_code == 200


def test_each_view_says_how_much_is_in_it_and_stops_at_a_bound(desk: Client, olwen: Account) -> None:
    for one in many_cases(3):
        take_case(one.reference, by=actor_for(olwen))
    other = a_case()
    follow_case(other.reference, by=actor_for(olwen))
    shown = said(desk.get("/staff/?tag=nothing"))
    for words in (
        "Mine 3",
        "Followed 1",
        "Mentioned 0",
        "Unassigned 1",
        "Reopened 0",
        "My team's 4",
        "On hold 0",
    ):
        assert words in shown.replace("’", "'"), words


def test_the_numbers_of_views_are_those_of_their_lists(desk: Client, olwen: Account) -> None:
    many_cases(104)
    by = actor_for(olwen)
    views, lists = badges([Wanted("new")], seen_by=by)
    assert str(views["unassigned"]) == str(lists[0]) == "99+"
    for name, count in views.items():
        whole = count_waiting(name, seen_by=by)
        assert count.number == min(whole.number, 99), name
    assert "99+" in said(desk.get("/staff/"))


def moved(desk: Client, reference: str, to: str) -> tuple[int, dict[str, str]]:
    """What the script of the board is told."""
    answer = desk.post(
        f"/staff/cases/{reference}/status/", {"to": to}, headers={"Accept": "application/json"}
    )
    return answer.status_code, json.loads(answer.content)


def test_a_card_dropped_on_a_column_leads_to_the_verb_that_does_it(desk: Client, olwen: Account) -> None:
    case = a_case().reference
    assert moved(desk, case, "waiting")[1] == {"go": f"/staff/cases/{case}/ask/"}
    assert moved(desk, case, "in_progress") == (200, {"done": "You are dealing with this case now."})
    assert references(desk.get("/staff/?view=mine&layout=board")) == [case]
    assert moved(desk, case, "closed")[1] == {"go": f"/staff/cases/{case}/close/"}
    ask_reporter(case, "Which bin?", by=actor_for(olwen))
    assert moved(desk, case, "in_progress")[1] == {"go": f"/staff/cases/{case}/answer/"}


def test_a_card_that_cannot_go_there_stays_and_says_why(desk: Client, olwen: Account, joan: Account) -> None:
    case = a_case().reference
    assert moved(desk, case, "nowhere") == (422, {"refused": "Choose one of the columns."})
    assert moved(desk, case, "new")[1] == {"refused": "The case is there already."}
    take_case(case, by=actor_for(joan))
    assert "new again" in moved(desk, case, "new")[1]["refused"]
    reader = sign_in(Client(), an_officer("Rhys Reader", team="waste", role="reader"))
    status, told = moved(reader, case, "closed")
    assert status == 422
    assert told["refused"].startswith("Your role does not let you")
    unseen = a_concern().reference
    assert desk.post(f"/staff/cases/{unseen}/status/", {"to": "closed"}).status_code == 404


def test_without_script_the_page_of_a_card_has_a_way_to_each_column(desk: Client) -> None:
    case = a_case().reference
    board = desk.get("/staff/?layout=board")
    assert f'href="/staff/cases/{case}/status/"' in board.content.decode()
    shown = desk.get(f"/staff/cases/{case}/status/")
    assert "Take this case" in said(shown)
    assert "Close the case" in said(shown)
    led = desk.post(f"/staff/cases/{case}/status/", {"to": "in_progress"})
    assert led["Location"] == f"/staff/cases/{case}/?done=take"
    again = desk.post(f"/staff/cases/{case}/status/", {"to": "in_progress"})
    assert again.status_code == 422
    assert "The case is there already." in said(again)


def test_groups_by_person_have_everybody_whose_cases_one_may_see(
    desk: Client, olwen: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    priya = an_officer("Priya Raman", team="customer-relations", role="officer")
    adaeze = an_officer("Adaeze Okoro", team="adult-safeguarding", role="officer")
    first, second = a_case().reference, a_case().reference
    take_case(first, by=actor_for(priya))
    take_case(second, by=actor_for(olwen))
    take_case(a_concern().reference, by=actor_for(adaeze))
    shown = said(desk.get("/staff/?group=person"))
    assert "Priya Raman 1 case" in shown
    assert "You 1 case" in shown
    assert "Adaeze Okoro" not in shown
    assert "More people have cases" not in shown
    monkeypatch.setattr(grouping, "PEOPLE", 1)
    assert "More people have cases than stand here." in said(desk.get("/staff/?group=person"))


def test_operators_without_a_word_are_a_list_and_none_of_them_is_lost(desk: Client) -> None:
    a_case()
    led = desk.get("/staff/search/?q=before:2026-03-31")
    assert led["Location"] == "/staff/?view=all&made_to=2026-03-30"
    assert references(desk.get(led["Location"])) == []
    chip = "Made: until 30 March 2026 × (take off)"
    assert chip in said(desk.get(led["Location"]))
    led = desk.get("/staff/search/?q=status:new since:2026-03-31")
    assert led["Location"] == "/staff/?view=all&status=new&made_from=2026-03-31"
    assert len(references(desk.get(led["Location"]))) == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("status:new ward:nowhere", "No ward is called “nowhere”."),
        ("status:new -sofa", "“-sofa” only leaves cases out."),
        ("-sofa", "“-sofa” only leaves cases out."),
        ("status:new -tag:school", "Take the hyphen off “-tag:school”."),
    ],
)
def test_what_was_not_understood_is_said_though_no_word_is_looked_for(
    desk: Client, typed: str, sentence: str
) -> None:
    a_case()
    shown = desk.get("/staff/search/", {"q": typed})
    assert shown.status_code == 200
    assert sentence in said(shown)
    assert "No case that you may see" not in said(shown)
    assert ('href="/staff/?view=all&amp;status=new"' in shown.content.decode()) is ("status:" in typed)


def test_of_several_colleagues_of_a_name_none_is_taken_by_chance(desk: Client, joan: Account) -> None:
    an_officer("Joan Thorne", team="waste", role="officer")
    asked = "/staff/search/?q=resident with:joan"
    assert "“joan” is more than one colleague: Joan Thorne, Joan Trefoil." in said(desk.get(asked))
    led = desk.get('/staff/search/?q=with:"joan trefoil"')
    assert led["Location"] == f"/staff/?view=all&person={joan.pk}"


def test_every_operator_stands_in_the_help_of_the_page(desk: Client) -> None:
    page = desk.get("/staff/search/").content.decode()
    for name in operators._OPERATORS:
        assert f"<code>{name}:" in page, name


def test_whoever_opens_a_list_by_its_link_sees_its_name_and_its_columns(desk: Client, joan: Account) -> None:
    a_case()
    key = kept(desk, "Bins of today", "service=report-missed-bin")
    desk.post("/staff/columns/", {"column": ["channel", "team"], "saved": key})
    desk.post(f"/staff/views/{key}/share/", {"shared": "link"})
    theirs = sign_in(Client(), joan)
    opened = theirs.get(f"/staff/views/{key}/", follow=True)
    assert "Bins of today" in said(opened)
    assert heads_of(opened) == ["Case", "How it came", "Team"]
    assert "Keep these changes" not in said(theirs.get(f"/staff/?saved={key}&tag=x"))
    desk.post(f"/staff/views/{key}/share/", {"shared": "nobody"})
    assert heads_of(theirs.get(f"/staff/?saved={key}"))[1] == "Reported by"


def heads_of(shown: HttpResponseBase) -> list[str]:
    return re.findall(r'columnheader">([^<]+)<', html(shown))


def test_a_file_has_the_columns_of_the_list_that_is_open_and_days_that_stay_true(
    desk: Client, olwen: Account, joan: Account
) -> None:
    made = a_case()
    take_case(made.reference, by=actor_for(olwen))
    key = kept(desk, "Bins", "service=report-missed-bin&sort=priority")
    desk.post("/staff/columns/", {"column": ["channel", "due", "opened", "with"], "saved": key})
    opened = desk.get(f"/staff/views/{key}/", follow=True)
    [link] = re.findall(r'href="(/staff/export/csv/[^"]*)"', html(opened))
    written = content(desk.get(unescape(link))).decode("utf-8-sig").splitlines()
    heads = heads_of(opened)
    assert heads == ["Case", "How it came", "Due", "Made", "With", "Priority"]
    assert written[0].split(",") == ["Reference", "Service", *heads[1:]]
    due = case_for(made.reference, seen_by=actor_for(olwen)).due_on
    today = clock.today().isoformat()
    assert written[1].split(",")[2:] == ["Website", str(due), today, "Olwen Arkwright", "Normal"]
    back = re.findall(r'href="(/staff/many/[^"]*)"', html(opened))[0]
    assert f"saved={key}" in html(desk.get(unescape(back)))


def test_more_columns_than_can_be_read_are_refused_and_stay_ticked(desk: Client, olwen: Account) -> None:
    asked = "service=report-missed-bin"
    offered = re.findall(
        r'name="column" type="checkbox" value="([^"]+)"',
        html(desk.get(f"/staff/columns/?asked={quote(asked)}")),
    )
    assert len(offered) > 10
    refused = desk.post("/staff/columns/", {"column": offered, "asked": asked})
    assert refused.status_code == 422
    assert "at most 10" in said(refused)
    assert html(refused).count(" checked") == len(offered)
    assert saved_views(seen_by=actor_for(olwen)).columns == ()
