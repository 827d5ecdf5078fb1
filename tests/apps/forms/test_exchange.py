"""Forms of GOV.UK Forms become service folders that pass check; any form can be given away as JSON Schema."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from moothall.apps.catalogue.api import check, services_listed
from moothall.apps.forms.api import CHECK_ANSWERS, Answer, Answers, form_of, path
from moothall.apps.forms.exchange.govuk_forms import NotAForm, read_govuk_form
from moothall.apps.forms.exchange.json_schema import exported
from moothall.project.cli import main
from tests.apps.catalogue.folders import copied_folders
from tests.apps.forms.made import sound
from tests.cast import SYSTEM

SHARED = Path(__file__).parents[4] / "shared" / "data" / "forms-govuk" / "all_question_types_form.json"


def step(
    number: int, text: str, answer_type: str = "text", following: int | None = None, **data: Any
) -> dict[str, Any]:
    said = {
        "question_text": text,
        "answer_type": answer_type,
        "answer_settings": data.pop("settings", None),
        **data,
    }
    routes = said.pop("routes", [])
    nxt = number + 1 if following is None else following
    return {
        "id": number,
        "position": number,
        "next_step_id": nxt or None,
        "data": said,
        "routing_conditions": routes,
    }


def choice(number: int, text: str, *names: str, one: str = "1", **more: Any) -> dict[str, Any]:
    settings = {"only_one_option": one, "selection_options": [{"name": name} for name in names]}
    return step(number, text, "selection", settings=settings, **more)


def definition(*steps: dict[str, Any], **more: Any) -> str:
    return json.dumps({"name": "Hire a hall", "steps": list(steps), **more})


ROUTED = definition(
    choice(
        1, "Are you over 18?", "Yes", "No",
        routes=[{"check_page_id": 1, "answer_value": "No", "exit_page_heading": "You are too young",
                 "exit_page_markdown": "Ask an adult.\n\nThey can hire it."}],
    ),
    choice(
        2, "Which hall?", "Corn Exchange", "Guildhall", is_optional=True,
        routes=[
            {"check_page_id": 2, "answer_value": "Guildhall", "goto_page_id": 4},
            {"check_page_id": 2, "answer_value": "none_of_the_above", "skip_to_end": True},
        ],
    ),
    step(3, "How many stalls?", "number"),
    step(4, "Who comes?", "name", is_repeatable=True, settings={"input_type": "first_and_last_name"}),
    step(5, "Who comes?", "organisation_name", is_optional=True),
    step(6, "If", "phone_number", following=0),
    declaration_text="I will leave it clean.",
    payment_url="https://pay.example/1",
    language="en",
    available_languages=["en", "cy"],
)  # fmt: skip


@pytest.fixture
def definition_file(tmp_path: Path) -> Path:
    file = tmp_path / "form.json"
    file.write_text(ROUTED)
    return file


def test_an_imported_form_passes_check_and_says_what_it_lacks(
    tmp_path: Path, definition_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with copied_folders(tmp_path / "folders") as folders:
        assert main(["import", "govuk-forms", str(definition_file), "hire-a-hall"]) == 0
        said = capsys.readouterr().out
        folder = folders.council / "services" / "hire-a-hall"
        assert check(folder) == ()
    assert "Its words in cy are not in this file. Write form.cy.yaml." in said
    assert "It leads to a payment page (https://pay.example/1)." in said
    assert not (folder / "journeys").exists()


def form_text(content: str) -> str:
    return json.dumps(read_govuk_form(content).form)


def test_routes_exits_and_repeated_questions_carry_over() -> None:
    form = sound(form_text(ROUTED))

    def ways(**said: str) -> tuple[str, ...]:
        return path(form, Answers({key: Answer("one-of", value) for key, value in said.items()}))

    assert ways(are_you_over_18="no") == ("are-you-over-18", "are-you-over-18-end-1")
    assert form.page("are-you-over-18-end-1").end
    skipped = ways(are_you_over_18="yes", which_hall="none-of-these")
    assert skipped == ("are-you-over-18", "which-hall")
    routed = ways(are_you_over_18="yes", which_hall="guildhall")
    assert "how-many-stalls" not in routed
    assert "how-many-stalls" in ways(are_you_over_18="yes", which_hall="corn-exchange")
    (group,) = form.groups.values()
    assert (group.at_least, [page.key for page in group.pages]) == (1, ["who-comes-each"])
    assert len(form.questions) == len(set(form.questions)), "two questions of the same words have two keys"
    assert form.questions["declared"].kind.type == "declaration"


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (
            [step(1, "A", "voice")],
            "Question 1, “A”: its type ‘voice’ is not known here, so it is asked as text.",
        ),
        ([choice(1, "A", "Only")], "Question 1, “A”: it has fewer than two options, so it is asked as text."),
        (
            [step(1, "A"), choice(2, "B", "Yes", "No", routes=[{"answer_value": "Yes", "goto_page_id": 1}])],
            "Question 2, “B”: a route that leads nowhere or back is left out.",
        ),
        (
            [
                choice(1, "A", "Yes", "No", routes=[{"answer_value": "Perhaps", "skip_to_end": True}]),
                step(2, "B"),
            ],
            "Question 1, “A”: a route for the answer “Perhaps” is left out: there is no such option.",
        ),
        (
            [step(1, "A", routes=[{"answer_value": "Yes", "skip_to_end": True}]), step(2, "B")],
            "Question 1, “A”: a route that hangs on this answer is left out: only a choice of one can be routed by.",
        ),
        (
            [step(1, "A", "address", settings={"input_type": {"international_address": "true"}})],
            "Question 1, “A”: addresses abroad are not asked for; ask for one as long text if you need it.",
        ),
    ],
)
def test_what_does_not_carry_over_is_told(steps: list[dict[str, Any]], sentence: str) -> None:
    imported = read_govuk_form(definition(*steps))
    assert imported.left_out == (sentence,)
    sound(json.dumps(imported.form))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"steps": []}', '{"steps": [1]}', "{"])
def test_what_is_no_form_is_refused(content: str) -> None:
    with pytest.raises(NotAForm):
        read_govuk_form(content)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nowhere.json", "a-b"], "nowhere.json cannot be read: no such file or directory."),
        (["{file}", "A B"], "cannot be called 'A B'"),
        (["{file}", "a-b", "--team", "nobody"], "There is no team 'nobody'."),
    ],
)
def test_a_command_that_cannot_is_a_sentence(
    definition_file: Path, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["import", "govuk-forms", *(word.format(file=definition_file) for word in words)]) == 2
    assert sentence in capsys.readouterr().err


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 9) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["data", "id", "answer_type", "answer_settings", "selection_options", "name", "question_text",
                         "routing_conditions", "goto_page_id", "answer_value", "input_type", "is_repeatable"]),
        inner, max_size=5),
    max_leaves=20,
)  # fmt: skip


@given(st.lists(JUNK, min_size=1, max_size=4))
def test_no_definition_raises_anything_else(steps: list[object]) -> None:
    with suppress(NotAForm):
        read_govuk_form(json.dumps({"steps": steps}))


@pytest.mark.outside_data
def test_the_form_with_every_type_of_theirs_is_sound() -> None:
    form = sound(form_text(SHARED.read_text()))
    assert [question.kind.type for question in form.questions.values()] == [
        "short-text", "number", "address", "email", "date", "national-insurance-number", "phone", "several-of",
        "long-text",
    ]  # fmt: skip


def test_every_form_is_exported_as_a_schema() -> None:
    for service in services_listed(seen_by=SYSTEM):
        if service.parts.get("form") is None:
            continue
        form = form_of(service)
        said = exported(form, slug=service.slug, name=service.name)
        Draft202012Validator.check_schema(said["schema"])
        keys = {one["ask"] for page in said["ui"]["pages"] for one in page.get("questions", ())}
        assert keys <= set(said["schema"]["properties"])
        assert set(said["schema"]["required"]) <= set(said["schema"]["properties"])


def test_an_exported_schema_says_what_is_required_of_everybody() -> None:
    form = sound(
        """\
        pages:
        - page: a
          questions: [{ask: one, type: yes-no, label: One?, name: one}]
          next: [{if: one = true, go: c}]
        - page: b
          questions: [{ask: two, type: yes-no, label: Two?, name: two}]
        - page: c
          questions: [{ask: three, type: email, label: Three?}]
        """
    )
    said = exported(form, slug="s", name="S")
    assert said["schema"]["required"] == ["one"]
    assert said["ui"]["pages"][0]["next"] == [{"go": "c", "when": "one = true"}]
    answers = Draft202012Validator(said["schema"])
    assert answers.is_valid({"one": True})
    assert not answers.is_valid({"one": "yes"})
    assert not answers.is_valid({"two": True})
    assert CHECK_ANSWERS not in said["ui"]["pages"]
