"""Which types go together, and the words for it when they do not."""

from __future__ import annotations

from moothall.kernel.feel import types as t

_NUMBER_PARTS = {
    "date": ("year", "month", "day", "weekday"),
    "time": ("hour", "minute", "second"),
    "datetime": ("year", "month", "day", "weekday", "hour", "minute", "second"),
    "duration": ("years", "months", "days", "hours", "minutes", "seconds"),
}
_OTHER_PARTS = {
    "time": {"time offset": t.DURATION, "timezone": t.TEXT},
    "datetime": {"time offset": t.DURATION, "timezone": t.TEXT},
    "range": {"start included": t.BOOLEAN, "end included": t.BOOLEAN},
}
ORDERED = frozenset({"number", "text", "date", "time", "datetime", "duration", "any", "null"})
_MOMENTS = frozenset({"date", "time", "datetime"})
VERBS = {
    "+": "be added to",
    "-": "be taken from",
    "*": "be multiplied with",
    "/": "divide",
    "**": "be a power of",
}


def unknown(*types: t.Type) -> bool:
    return any(one.kind in ("any", "null") for one in types)


def quoting(left: t.Type, right: t.Type) -> str:
    kinds = {left.kind, right.kind}
    if kinds == {"number", "text"}:
        return " Write the number without quotation marks, or turn the text into one with number(…)."
    if kinds == {"text", "date"}:
        return ' Write a date as @"2026-11-21".'
    if kinds == {"boolean", "text"}:
        return " Write true or false without quotation marks."
    return " Write contains or in for a list." if "list" in kinds else ""


def bare(one: t.Type) -> t.Type:
    """Without the choices a literal brings: a range of texts or a sum of them can be any text."""
    return t.TEXT if one.kind == "text" else one


def capital(one: t.Type) -> str:
    return str(one)[0].upper() + str(one)[1:]


def turned(sign: str, left: t.Type, right: t.Type) -> str:
    if sign == "+" and "text" in (left.kind, right.kind):
        return " Turn it into a text with string(…)."
    if "number" in (left.kind, right.kind) and _MOMENTS & {left.kind, right.kind}:
        return ' Write how long: @"P14D" for fourteen days.'
    return ""


def operated(sign: str, left: t.Type, right: t.Type) -> t.Type | None:
    if unknown(left, right):
        return t.NUMBER if sign == "**" else t.ANY
    kinds = (left.kind, right.kind)
    if kinds == ("number", "number"):
        return t.NUMBER
    match sign, kinds:
        case "+", ("text", "text"):
            return t.TEXT
        case (("+" | "-"), ("duration", "duration")):
            return t.DURATION
        case (("+" | "-"), ("date" | "time" | "datetime", "duration")):
            return left
        case "+", ("duration", "date" | "time" | "datetime"):
            return right
        case "-", (("date" | "datetime", "date" | "datetime") | ("time", "time")):
            return t.DURATION
        case (("*" | "/"), ("duration", "number")):
            return t.DURATION
        case "*", ("number", "duration"):
            return t.DURATION
        case "/", ("duration", "duration"):
            return t.NUMBER
    return None


def parts_of(of: t.Type) -> dict[str, t.Type]:
    """What stands after a full stop, by name: entries of a context, parts of a date."""
    if of.kind == "context":
        return dict(of.entries or ())
    parts = {**dict.fromkeys(_NUMBER_PARTS.get(of.kind, ()), t.NUMBER), **_OTHER_PARTS.get(of.kind, {})}
    return {**parts, "start": of.of or t.ANY, "end": of.of or t.ANY} if of.kind == "range" else parts
