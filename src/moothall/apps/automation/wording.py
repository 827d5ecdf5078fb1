"""A rule in words."""

from __future__ import annotations

from moothall.apps.automation.definitions import Does, On, Rule, Step
from moothall.apps.teams.api import team_called

_EVENTS = {
    On.OPENED: "When a request is opened",
    On.ANSWERED: "When the reporter has answered",
    On.REOPENED: "When a request is opened again",
    On.LATE: "The night a request becomes late",
    On.DAILY: "Every night, for every open request",
}


def would(step: Step) -> str:
    """What a step does, to be read after “would”: `give it to Highways`."""
    match step.does:
        case Does.ASSIGN if step.how == "team":
            return f"give it to the team {team_called(step.to)}"
        case Does.ASSIGN if step.how == "least_loaded":
            return f"give it to whoever in {team_called(step.to)} has the least to do"
        case Does.ASSIGN:
            return f"give it to {step.to}"
        case Does.TAG:
            return f"tag it “{step.to}”"
        case Does.TASK:
            return f"make a task: {step.to}"
        case Does.ESCALATE:
            return f"tell the team leader: {step.to}"
        case Does.REMIND:
            return f"remind whoever has it: {step.to}"
        case Does.PRIORITY:
            return f"set its priority to {step.to}"


def event_in_words(rule: Rule) -> str:
    if rule.on is not On.DUE:
        return _EVENTS[rule.on]
    if rule.days == 0:
        return "On the day a request is due"
    return f"{rule.days} day{'' if rule.days == 1 else 's'} before a request is due"
