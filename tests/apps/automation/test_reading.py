"""What a rule's file may say, and the sentence and line of each mistake."""

from __future__ import annotations

import pytest

from moothall.apps.automation.api import (
    On,
    condition_in_words,
    mistakes_in_rules,
    rule_named,
    rules_now,
    would,
)
from moothall.apps.catalogue.api import check
from moothall.kernel.actors import system
from tests.council_folders import WithFiles

GOOD = """\
name: Dangerous waste goes first
on: opened
services: [report-fly-tipping]
when: answers.rubbish_type = "dangerous"
do:
  - priority: urgent
  - assign: {team: waste}
"""


def test_a_rule_is_read_and_said_in_words(with_rules: WithFiles) -> None:
    with_rules({"dangerous": GOOD, "soon": "name: Soon\non: due in 3 days\ndo:\n  - remind: Look at it\n"})
    assert mistakes_in_rules() == ()
    assert [rule.name for rule in rules_now()] == ["dangerous", "soon"]
    rule = rule_named("dangerous")
    assert [would(step) for step in rule.do] == [
        "set its priority to urgent", "give it to the team Waste and street cleaning",
    ]  # fmt: skip
    soon = rule_named("soon")
    assert (soon.on, soon.days, soon.when) == (On.DUE, 3, None)


@pytest.mark.django_db
def test_a_condition_is_said_in_the_words_of_its_service(with_rules: WithFiles) -> None:
    long = 'answers.amount in ("large-van", "lorry") and (ward = "" or days_left < -6) and not(assigned)'
    by = system("test")
    with_rules(
        {
            "a": GOOD,
            "b": GOOD.replace('answers.rubbish_type = "dangerous"', long),
            "c": GOOD.replace('answers.rubbish_type = "dangerous"', "days_open + 1 > 5"),
        }
    )
    said = [condition_in_words(rule, seen_by=by) for rule in rules_now()]
    assert said[0].startswith("the answer to “")
    assert said[0].endswith("” is “Something dangerous, such as asbestos, chemicals or needles”")
    assert " or “" in said[1]
    assert said[1].endswith(", and (the ward is not known or it is more than 6 days late), and nobody has it")
    assert said[2] == ""


def test_the_version_changes_with_what_it_does_and_not_with_its_words(with_rules: WithFiles) -> None:
    texts = {
        "a": GOOD,
        "b": GOOD.replace("Dangerous waste goes first", "Another name") + "about: Why\n",
        "c": GOOD.replace("urgent", "high"),
    }
    with_rules(texts)
    a, b, c = rules_now()
    assert a.version == b.version != c.version


#: What is changed in the rule above, the line of the mistake, and a word of its sentence.
WRONG = {
    "option": (('"dangerous"', '"dangerouss"'), 4, "dangerouss"),
    "question": (("answers.rubbish_type", "answers.rubish_type"), 4, "rubish_type"),
    "type": (('= "dangerous"', "= 5"), 4, "number"),
    "no-condition": (('answers.rubbish_type = "dangerous"', "days_open"), 4, "true or false"),
    "event": (("on: opened", "on: sometimes"), 2, "due in 3 days"),
    "service": (("[report-fly-tipping]", "[report-fly-tiping]"), 3, "report-fly-tipping"),
    "team": (("team: waste", "team: wast"), 7, "waste"),
    "priority": (("priority: urgent", "priority: soon"), 6, "urgent"),
    "action": (("priority: urgent", "colour: red"), 6, "priority"),
    "unread": (('= "dangerous"', "= ("), 4, ""),
}


def test_each_mistake_has_its_file_and_line(with_rules: WithFiles) -> None:
    folder = with_rules({name: GOOD.replace(*change) for name, (change, _, _) in WRONG.items()})
    found = [one for one in check(folder) if "rules/" in one.file]
    for name, (_, line, word) in WRONG.items():
        own = [one for one in found if one.file.endswith(f"rules/{name}.yaml")]
        assert {one.line for one in own} == {line}, (name, own)
        assert any(word in one.sentence for one in own), (name, own)
    assert rules_now() == ()
    assert set(mistakes_in_rules()) == set(found)


def test_what_is_no_rule_at_all_is_a_mistake_and_never_an_error(with_rules: WithFiles) -> None:
    texts = {"a": "", "b": "[]", "c": "name: x\n", "d": "do: {}\non: [1]\nname: {}\n", "e": GOOD + "do: 1\n"}
    with_rules(texts)
    assert rules_now() == ()
    assert mistakes_in_rules()
