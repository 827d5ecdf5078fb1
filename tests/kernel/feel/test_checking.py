"""What the checker says before anything runs: at run time these would quietly be null."""

from __future__ import annotations

import pytest

from moothall.kernel.feel import (
    ANY,
    BOOLEAN,
    CONTEXT,
    DATE,
    DATETIME,
    DURATION,
    LIST,
    NULL,
    NUMBER,
    TEXT,
    TIME,
    Type,
    check,
    check_unary_tests,
    choice,
    context_of,
    parse,
)

FORM = {
    "age": NUMBER,
    "kind": choice("fly-tipping", "graffiti"),
    "moved_in": DATE,
    "at": TIME,
    "received": DATETIME,
    "bins": LIST(context_of({"colour": TEXT, "litres": NUMBER})),
    "tags": LIST(TEXT),
    "owner": BOOLEAN,
    "person": context_of({"email": TEXT}),
    "extra": CONTEXT,
    "anything": ANY,
}

RIGHT: tuple[tuple[str, Type], ...] = (
    ("age + 1", NUMBER),
    ("age >= 18 and owner", BOOLEAN),
    ('kind = "graffiti"', BOOLEAN),
    ('kind in ("graffiti", "fly-tipping")', BOOLEAN),
    ('moved_in + @"P14D"', DATE),
    ("today() - moved_in", DURATION),
    ("(today() - moved_in).days > 3", BOOLEAN),
    ("received.hour", NUMBER),
    ("date and time(moved_in, at)", DATETIME),
    ("bins.colour", LIST(TEXT)),
    ("bins[litres > age]", LIST(context_of({"colour": TEXT, "litres": NUMBER}))),
    ("bins[1].litres", NUMBER),
    ("sum(bins.litres)", NUMBER),
    ("for b in bins return b.litres", LIST(NUMBER)),
    ("some b in bins satisfies b.litres > 200", BOOLEAN),
    ("if owner then 1 else null", NUMBER),
    ('if owner then 1 else "one"', ANY),
    ("null", NULL),
    ("person.email", TEXT),
    ("extra.whatever > 3", BOOLEAN),
    ("anything.a[1].c + 1", ANY),
    ("min(age, 3)", NUMBER),
    ("max(bins.litres) * 2", NUMBER),
    ("append(tags, kind)", LIST(TEXT)),
    ("{total: age * 2, twice: total * 2}.twice", NUMBER),
    ('"new" in tags', BOOLEAN),
    ("age in [18..65]", BOOLEAN),
    ("[1..5].start", NUMBER),
    ("moved_in != null", BOOLEAN),
    ("kind = null or owner = null", BOOLEAN),
    ("count(kind)", NUMBER),
    ('matches(kind, "^f")', BOOLEAN),
    ('@"P1D" * age', DURATION),
    ('"a" < kind', BOOLEAN),
)


@pytest.mark.parametrize(("text", "result"), RIGHT, ids=lambda value: str(value)[:40])
def test_nothing_is_wrong_and_the_result_has_a_type(text: str, result: Type) -> None:
    assert check(parse(text), FORM) == (result, ())


WRONG: tuple[tuple[str, int, str], ...] = (
    ("agee > 3", 1, "There is nothing called agee here. Did you mean age?"),
    ("bins[litrs > 3]", 6, "There is nothing called litrs here. Did you mean litres?"),
    ('age = "3"', 1, "This compares a number with a text, which is never true. Write the number without"),
    ('moved_in > "2026-01-01"', 1, 'Write a date as @"2026-11-21".'),
    ('owner = "true"', 1, "Write true or false without quotation marks."),
    ('tags = "a"', 1, "Write contains or in for a list."),
    ('kind = "grafiti"', 8, "This is never “grafiti”. Did you mean graffiti?"),
    ('"other" = kind', 1, "This is never “other”. It can be “fly-tipping”, “graffiti”."),
    ('kind in ("graffiti", "noise")', 22, "This is never “noise”."),
    ("moved_in + 3", 12, 'A number cannot be added to a date. Write how long: @"P14D"'),
    ('age + "x"', 7, "A text cannot be added to a number. Turn it into a text with string(…)."),
    ("-kind", 1, "A minus stands before a number or a duration, not before a text."),
    ("owner < true", 1, "True or false has no order; < cannot compare it."),
    ("if age then 1 else 2", 4, "A condition is needed here, something true or false; this is a number."),
    ("owner and age", 11, "A condition is needed here"),
    ("some b in bins satisfies b.litres", 26, "After satisfies stands something true or false"),
    ("person.emial", 1, "There is no emial in a context. Did you mean email?"),
    ("moved_in.hour", 1, "There is no hour in a date."),
    ("age.year", 1, "There is no year in a number."),
    ('substring("a")', 1, "substring is written substring(text, start[, length]); here it has one argument."),
    ("today(1)", 1, "here it has one argument"),
    ("string length(age)", 15, "string length needs a text here, not a number."),
    ('sum("a", "b")', 5, "sum needs a list of numbers here, not a text."),
    ("date(owner)", 6, "date needs a text or a date or a date and time here, not true or false."),
    ("tags[kind]", 6, "Square brackets hold a position or a condition, not a text."),
    (
        "for x in 1..kind return x",
        5,
        "This runs between two numbers or two dates, not from a number to a text.",
    ),
    ("[1..moved_in]", 1, "A range runs between two values of one kind, not from a number to a date."),
    ('age between 1 and "b"', 19, "This compares a number with a text"),
    ("moved_in in [1..5]", 13, "This compares a date with a number"),
    ('matches(kind, "(a")', 15, "An opening bracket is never closed."),
    ("string", 1, "string(…) is a function; give it its arguments in brackets."),
    ("lenght(kind)", 1, "There is no function called lenght."),
    ("1 +", 4, "The expression stops before it is complete."),
)


@pytest.mark.parametrize(("text", "column", "sentence"), WRONG, ids=lambda value: str(value)[:40])
def test_a_mistake_has_a_column_and_a_sentence(text: str, column: int, sentence: str) -> None:
    _, problems = check(text, FORM)
    assert problems
    assert problems[0].column == column
    assert sentence in problems[0].sentence


def test_every_mistake_is_told_at_once_in_reading_order() -> None:
    _, problems = check('agee > 3 and kindd = "x" and string length(age) > 1', FORM)
    assert [one.column for one in problems] == [1, 14, 44]


def test_a_result_of_the_wrong_kind_is_a_mistake_when_the_caller_says_what_it_needs() -> None:
    _, problems = check("age + 1", FORM, gives=BOOLEAN)
    assert problems[0].sentence == "This gives a number; true or false is needed here."
    assert check("owner", FORM, gives=BOOLEAN)[1] == ()
    assert check("anything", FORM, gives=BOOLEAN)[1] == ()


CELLS: tuple[tuple[str, Type, str], ...] = (
    ('"graffiti", "grafiti"', FORM["kind"], "Did you mean graffiti?"),
    ('> 5, "x"', NUMBER, "This compares a number with a text"),
    ("[1..5]", TEXT, "This compares a text with a number"),
    ("> agee", NUMBER, "Did you mean age?"),
    ("not(true)", NUMBER, ""),
    ("-", NUMBER, ""),
    ("? > 3 and ? < age", NUMBER, ""),
    ('starts with(?, "a")', TEXT, ""),
    ("starts with(?, 1)", TEXT, "starts with needs a text here"),
    ("[1..", NUMBER, "stops before it is complete"),
)


@pytest.mark.parametrize(("cell", "tested", "sentence"), CELLS, ids=lambda value: str(value)[:30])
def test_a_cell_is_checked_against_what_it_tests(cell: str, tested: Type, sentence: str) -> None:
    problems = check_unary_tests(cell, tested, FORM)
    assert bool(problems) is bool(sentence)
    assert all(sentence in one.sentence for one in problems)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NUMBER, "a number"),
        (LIST(DATE), "a list of dates"),
        (LIST(), "a list"),
        (choice("a"), "a text"),
        (context_of({}), "a context"),
    ],
)
def test_a_type_is_said_in_words(kind: Type, words: str) -> None:
    assert str(kind) == words
