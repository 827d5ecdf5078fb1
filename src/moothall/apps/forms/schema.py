"""The JSON Schema (2020-12) of form.yaml, put together from the question types: the single definition of the format."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from moothall.apps.forms.adding import SENTENCES as GROUP_SENTENCES
from moothall.apps.forms.bindings import BINDINGS
from moothall.apps.forms.form import MOST_ITEMS
from moothall.apps.forms.question import Kind
from moothall.apps.forms.types import KINDS

YES_OR_NO = ["yes", "no"]
KEY_PATTERN = "^[a-z][a-z0-9]*(_[a-z0-9]+)*$"
PAGE_PATTERN = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"
#: What a way leads to: a page's key or a group's.
ENTRY_PATTERN = "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"
MOST_PAGES, MOST_QUESTIONS, MOST_PEOPLE = 400, 60, 6

Schema = Mapping[str, Any]


def _words(description: str, most: int = 500, **more: object) -> dict[str, object]:
    """Text that people read: a change of it makes no new version of the service."""
    return {
        "type": "string", "description": description, "minLength": 1, "maxLength": most, "x-floats": True, **more
    }  # fmt: skip


def _flag(description: str) -> dict[str, object]:
    return {"enum": YES_OR_NO, "description": description}


def _condition(description: str) -> dict[str, object]:
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": 2000,
        "description": f"{description} An expression in FEEL over the keys of earlier questions.",
        "examples": ['rubbish_type = "garden"'],
        "x-instead": 'Write a condition such as rubbish_type = "garden".',
    }


_QUESTION: dict[str, dict[str, object]] = {
    "ask": {
        "type": "string",
        "pattern": KEY_PATTERN,
        "maxLength": 60,
        "description": "The key of the answer, used by conditions and messages. Never reuse it for something else.",
        "examples": ["rubbish_type"],
        "x-instead": "Write small letters, digits and underscores, such as rubbish_type.",
    },
    "type": {"enum": list(KINDS), "description": "The question type.", "x-example": "short-text"},
    "label": _words("The question as people read it.", 200, examples=["What was dumped?"]),
    "hint": _words("Help with answering, in a sentence under the question."),
    "name": _words(
        "What the question asks for, as it stands in a sentence: “Enter the name of the street”.",
        120,
        examples=["the name of the street"],
    ),
    "required": _flag("no: it may be left blank. Yes when left out."),
    "error": {
        "type": "object",
        "description": "Sentences of this question's own for what may be wrong with an answer.",
        "x-floats": True,
        "minProperties": 1,
    },
    "binding": {
        "enum": list(BINDINGS),
        "description": "What the answer is about, so that it is asked once and found again.",
    },
    "index": _flag("yes: reports and searches may filter by the answer."),
    "sensitive": _flag("yes: kept out of searches, lists and messages."),
    "when": _condition("Ask only if this holds."),
    "have_ready": _words(
        "What to have at hand for it: it goes to the list of what to have ready before the form.",
        120,
        examples=["your National Insurance number"],
    ),
    "example": _words(
        "An answer such as people give: it stands under the question as “For example, …”.", 120
    ),
}

_NEXT: dict[str, object] = {
    "description": "Which page follows, where it is not the page below in the file.",
    "anyOf": [
        {"type": "string", "pattern": ENTRY_PATTERN, "description": "Always this page or group."},
        {
            "type": "array",
            "minItems": 1,
            "maxItems": 30,
            "description": "The first branch whose `if` holds; when none does, the page below.",
            "items": {
                "type": "object",
                "required": ["go"],
                "additionalProperties": False,
                "properties": {
                    "if": _condition("Take this branch if this holds."),
                    "go": {
                        "type": "string",
                        "pattern": ENTRY_PATTERN,
                        "description": "The page or group to go to.",
                    },
                },
            },
        },
    ],
}


def _settings_of(kind: type[Kind]) -> dict[str, object]:
    """Everything a question of this type may say: `then` of a branch by type."""
    sentences = {
        code: {"type": "string", "minLength": 1, "maxLength": 300, "description": f"Instead of “{usual}”."}
        for code, usual in kind.sentences.items()
    }
    error = {"properties": sentences, "additionalProperties": False}
    return {
        "properties": {**dict.fromkeys(_QUESTION, True), "error": error, **kind.settings_schema},
        "required": list(kind.settings_required),
        "additionalProperties": False,
    }


def _question() -> dict[str, object]:
    return {
        "type": "object",
        "required": ["ask", "type", "label"],
        "properties": _QUESTION,
        "allOf": [
            {
                "if": {"properties": {"type": {"const": name}}, "required": ["type"]},
                "then": _settings_of(kind),
            }
            for name, kind in KINDS.items()
        ],
    }


def _paragraphs(description: str) -> dict[str, object]:
    return {
        "description": description,
        "x-floats": True,
        "anyOf": [
            {"type": "string", "minLength": 1, "maxLength": 1000},
            {"type": "array", "minItems": 1, "maxItems": 10, "items": {"type": "string", "minLength": 1}},
        ],
    }


def _pages(description: str, **more: object) -> dict[str, object]:
    return {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_PAGES,
        "description": description,
        "items": {"$ref": "#/$defs/entry"},
        **more,
    }


#: What a page and a group may say alike.
_ENTRY: dict[str, object] = {
    "title": _words("The heading. Left out: the only question is the heading.", 200),
    "caption": _words("A line above the heading, such as the name of a section.", 100),
    "intro": _paragraphs("Sentences under the heading, before the questions."),
    "when": _condition("Show this page, or group, only if this holds."),
    "next": _NEXT,
}
_PAGE: dict[str, object] = {
    "page": {
        "type": "string",
        "pattern": PAGE_PATTERN,
        "maxLength": 60,
        "description": "The page's name in its address.",
        "examples": ["what-was-dumped"],
        "x-instead": "Write small letters, digits and hyphens, such as what-was-dumped.",
    },
    "questions": {
        "type": "array",
        "minItems": 1,
        "maxItems": MOST_QUESTIONS,
        "description": "What the page asks. One thing per page serves most people best.",
        "items": _question(),
    },
    "end": _flag("yes: the form ends here, kindly, and nothing is sent. Branches lead here, or its `when`."),
    "body": _words("With `end`: what to do instead, in Markdown.", 4000),
    "instead": _words("With `end`: another service's folder name, or an address, to go to.", 300),
}
_GROUP: dict[str, object] = {
    "group": {
        "type": "string",
        "pattern": KEY_PATTERN,
        "maxLength": 60,
        "description": "In place of `page`: pages asked for each of several things. Its name, as conditions read it.",
        "examples": ["people_in_home"],
        "x-instead": "Write small letters, digits and underscores, such as people_in_home.",
    },
    "each": _words("With `group`: what one of them is called, in small letters.", 60, examples=["person"]),
    "at_least": {
        "type": "integer", "minimum": 0, "maximum": MOST_ITEMS,
        "description": "With `group`: so many there must be. Left out: none is needed.",
    },
    "at_most": {
        "type": "integer", "minimum": 1, "maximum": MOST_ITEMS,
        "description": f"With `group`: so many there may be. Left out: {MOST_ITEMS}.",
    },
    "summary": {
        "description": "With `group`: the question, or questions, whose answers name an item in lists.",
        "examples": ["full_name"],
        "anyOf": [
            {"type": "string", "pattern": KEY_PATTERN},
            {"type": "array", "minItems": 1, "maxItems": 4, "items": {"type": "string", "pattern": KEY_PATTERN}},
        ],
    },
    "pages": _pages("With `group`: what is asked for each, written as the `pages` of the form.", **{"x-again": True}),
    "error": {
        "type": "object",
        "description": "With `group`: sentences of its own for `missing`, `too_few`, `too_many`.",
        "x-floats": True,
        "minProperties": 1,
        "additionalProperties": False,
        "properties": {
            code: {"type": "string", "minLength": 1, "maxLength": 300, "description": f"Instead of “{usual}”."}
            for code, usual in GROUP_SENTENCES.items()
        },
    },
}  # fmt: skip


def _entry() -> dict[str, object]:
    """A page or a group: which of them is seen by its first key."""
    group, end = {"required": ["group"]}, {"required": ["end"], "properties": {"end": {"const": "yes"}}}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {**_PAGE, **_GROUP, **_ENTRY},
        "allOf": [
            {"if": group, "then": {"required": ["title", "each", "pages"]}, "else": {"required": ["page"]}},
            {"if": {"anyOf": [group, end]}, "else": {"required": ["questions"]}},
        ],
    }


_SECTION: dict[str, object] = {
    "type": "object",
    "required": ["section", "title", "pages"],
    "additionalProperties": False,
    "properties": {
        "section": {
            "type": "string",
            "pattern": PAGE_PATTERN,
            "maxLength": 60,
            "description": "The section's name.",
            "examples": ["about-you"],
            "x-instead": "Write small letters, digits and hyphens, such as about-you.",
        },
        "title": _words("Its line in the list of tasks.", 100),
        "when": _condition("In the list only if this holds."),
        "after": {
            "type": "array",
            "items": {"type": "string", "pattern": PAGE_PATTERN},
            "description": "Sections above it that must be finished before it can be started.",
            "examples": ["about-you"],
        },
        "by": {
            "type": "string",
            "pattern": KEY_PATTERN,
            "description": "Whose part it is, where several people fill in the form. Left out: whoever began.",
        },
        "pages": _pages("What it asks, written as the `pages` of the form.", **{"x-again": True}),
    },
}


_PERSON: dict[str, object] = {
    "type": "object",
    "required": ["person", "name", "email"],
    "additionalProperties": False,
    "properties": {
        "person": {
            "type": "string",
            "pattern": KEY_PATTERN,
            "maxLength": 60,
            "description": "What `by` of their sections calls them.",
            "examples": ["co_applicant"],
            "x-instead": "Write small letters, digits and underscores, such as co_applicant.",
        },
        "name": _words(
            "Who they are to whoever begins, as it stands in a sentence: “Waiting for the other applicant”.",
            60,
            examples=["the other applicant"],
        ),
        "email": {
            "type": "string",
            "pattern": KEY_PATTERN,
            "description": "The question, of the type email or person, whose answer is their e-mail address.",
            "examples": ["their_email"],
        },
        "named": {
            "type": "string",
            "pattern": KEY_PATTERN,
            "description": "The question whose answer is their name. Left out: a `person` question of `email`.",
            "examples": ["their_name"],
        },
        "when": _condition("They take part only if this holds."),
        "sees": {
            "type": "array",
            "items": {"type": "string", "pattern": KEY_PATTERN},
            "maxItems": MOST_QUESTIONS,
            "uniqueItems": True,
            "description": "The questions and groups of whoever begins whose answers they see, and sign for. "
            "Left out: none.",
            "examples": [["event_name", "place"]],
        },
    },
}


def form_schema() -> Schema:
    """The schema, with descriptions that editors show while somebody types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "form.yaml of a Moothall service",
        "description": "What a service asks, page by page. Check-your-answers always follows the last page.",
        "type": "object",
        "additionalProperties": False,
        "allOf": [{"if": {"required": ["sections"]}, "else": {"required": ["pages"]}}],
        "properties": {
            "pages": _pages("The pages in the order most people see them."),
            "sections": {
                "type": "array",
                "minItems": 2,
                "maxItems": 30,
                "description": "In place of `pages`, for a long form: a list of tasks, done in any order.",
                "items": _SECTION,
            },
            "people": {
                "type": "array",
                "minItems": 1,
                "maxItems": MOST_PEOPLE,
                "description": "Who else takes part: each is asked by a link, and fills in the sections `by` them.",
                "items": _PERSON,
            },
            "fee": {
                "type": "string",
                "pattern": "^[A-Za-z_][A-Za-z0-9_]*$",
                "description": "What it costs: the name of a decision in decisions/*.dmn that gives pounds.",
                "examples": ["permit_fee"],
                "x-instead": "Write the name of a decision, such as permit_fee.",
            },
        },
        "$defs": {"entry": _entry()},
    }
