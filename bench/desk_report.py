"""What was promised of officers' work, and what was measured."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bench.desk import OFFICERS, DeskWork, Polling
from bench.exports import Exported
from bench.report import Promise
from bench.staff import LOOK_UPS, Asked


def desk_promises(engine: str, work: DeskWork) -> list[Promise]:
    """A verb with the parts of the page that it brings back is held against the bare Django's insert and view together."""
    view, insert = work.view.cpu_ms, work.insert.cpu_ms
    verbs = {"take": work.take, "note": work.note, "tag": work.tag}
    promises = [Promise(engine, "Case page: CPU ÷ bare view", work.page.cpu_ms / view, "≤", 8)]
    for name, cost in verbs.items():
        ratio = cost.cpu_ms / (insert + view)
        promises += [
            Promise(engine, f"{name} and what it changes on the page ÷ bare insert and view, CPU", ratio, "≤", 6),
            Promise(engine, f"{name} and what it changes on the page, worker included, CPU ms", cost.cpu_ms, "", 0),
        ]  # fmt: skip
    return [
        *promises,
        Promise(engine, "Case page, CPU ms", work.page.cpu_ms, "", 0),
        Promise(engine, "Bare view, CPU ms per request", view, "", 0),
        Promise(engine, "Bare insert, CPU ms per request", insert, "", 0),
    ]


def polling_promises(engine: str, polling: Polling) -> list[Promise]:
    said = f"{OFFICERS} officers polling presence and notices every {polling.seconds} s"
    return [
        Promise(engine, f"{said}: share of one core, %", polling.share * 100, "≤", 10),
        Promise(engine, "One poll, CPU ms", polling.each_ms, "", 0),
    ]


def many_promises(engine: str, went: Mapping[str, float]) -> list[Promise]:
    """Closing and undoing by the wall. What is short of the number chosen was refused, and is not kept."""
    chosen = int(went["chosen"])
    return [
        Promise(engine, f"Closing {chosen:,} at once, in the background, s", went["done_seconds"], "≤", 60),
        Promise(engine, f"Undoing it, s: of {chosen:,}", went["undone_seconds"], "≤", 60),
        Promise(engine, f"Of {chosen:,} chosen, closed", went["done"], "≥", chosen),
        Promise(engine, f"Of {chosen:,} closed, brought back", went["undone"], "≥", chosen),
        Promise(engine, "Closing: different numbers seen on the way", went["done_steps"], "≥", 5),
        Promise(engine, "Choosing them, s", went["proposed_seconds"], "", 0),
        Promise(engine, "Until everybody was told of the closing, s", went["done_told_seconds"], "", 0),
        Promise(engine, "Until everybody was told of the undoing, s", went["undone_told_seconds"], "", 0),
    ]


def export_promises(engine: str, exported: Sequence[Exported]) -> list[Promise]:
    """The longest against the shortest of each kind; time against the one between."""
    promises = []
    for kind in dict.fromkeys(one.kind for one in exported):
        short, middle, long = (one for one in exported if one.kind == kind)
        each = {one: one.seconds / one.rows * 1_000_000 for one in (middle, long)}
        promises += [
            Promise(
                engine, f"Export, {kind}: memory at {long.rows:,} rows ÷ at {short.rows:,}",
                long.peak_mb / short.peak_mb, "≤", 1.05,
            ),
            Promise(
                engine, f"Export, {kind}: time of a row at {long.rows:,} ÷ at {middle.rows:,}",
                each[long] / each[middle], "≤", 1.25,
            ),
            *(
                Promise(engine, f"Export, {kind}: most memory at {one.rows:,} rows, MB (PSS)", one.peak_mb, "", 0)
                for one in (short, middle, long)
            ),
            Promise(engine, f"Export, {kind}: {long.rows:,} rows, s", long.seconds, "", 0),
        ]  # fmt: skip
    return promises


def trial_promises(
    engine: str, small: int, few: Mapping[str, float], large: int, many: Mapping[str, float]
) -> list[Promise]:
    """A trial looks at every case of a month, so what may not grow is the time of each."""
    each = [went["seconds"] / max(went["looked"], 1) for went in (few, many)]
    return [
        Promise(
            engine, f"Rule tried: time of a case at {large:,} ÷ at {small:,}", each[1] / each[0], "≤", 1.5
        ),
        Promise(engine, f"Rule tried at {large:,}: cases looked at", many["looked"], "", 0),
        Promise(engine, f"Rule tried at {large:,}: s in the background", many["seconds"], "", 0),
    ]


def asked_promises(engine: str, asked: Asked, small: int, large: int) -> list[Promise]:
    """What an officer asks may not grow. What an adviser looks up finds more people in a larger council, up to 120."""
    name, ratio = f"{asked.question}, {asked.officer}: p95", asked.large_ms / asked.small_ms
    heard = asked.question in LOOK_UPS
    return [
        Promise(
            engine, f"{name} at {large:,} ÷ at {small:,}", ratio, "" if heard else "≤", 0 if heard else 1.5
        ),
        Promise(engine, f"{name} ms at {small:,}", asked.small_ms, "", 0),
        Promise(engine, f"{name} ms at {large:,}", asked.large_ms, "≤" if heard else "", 300 if heard else 0),
    ]
