"""The door of `automation`: rules of the council's folder."""

from __future__ import annotations

from moothall.apps.automation.actions import ACTIONS, action
from moothall.apps.automation.definitions import BY_CALENDAR, Does, Moment, On, Rule, State, Step, Window
from moothall.apps.automation.in_words import condition_in_words
from moothall.apps.automation.nights import look_at_the_calendar
from moothall.apps.automation.policies import READ_RULES, SWITCH_RULES
from moothall.apps.automation.ports import Subjects, rules_are_about
from moothall.apps.automation.queries import (
    Applied,
    Caught,
    Figures,
    RuleNotFound,
    RuleNow,
    TrialNow,
    applied_lately,
    caught_by,
    mistakes_in_rules,
    rule_named,
    rule_now,
    rules_listed,
    rules_now,
    title_of,
    trial_of,
)
from moothall.apps.automation.running import ACTS_AS, catches, happened, looked_at, looking
from moothall.apps.automation.services import ask_trial, switch_rule
from moothall.apps.automation.trying import would_have
from moothall.apps.automation.vocabulary import ANSWERS, FACTS, WEEKDAYS
from moothall.apps.automation.wording import event_in_words, would

__all__ = [
    "ACTIONS",
    "ACTS_AS",
    "ANSWERS",
    "BY_CALENDAR",
    "FACTS",
    "READ_RULES",
    "SWITCH_RULES",
    "WEEKDAYS",
    "Applied",
    "Caught",
    "Does",
    "Figures",
    "Moment",
    "On",
    "Rule",
    "RuleNotFound",
    "RuleNow",
    "State",
    "Step",
    "Subjects",
    "TrialNow",
    "Window",
    "action",
    "applied_lately",
    "ask_trial",
    "catches",
    "caught_by",
    "condition_in_words",
    "event_in_words",
    "happened",
    "look_at_the_calendar",
    "looked_at",
    "looking",
    "mistakes_in_rules",
    "rule_named",
    "rule_now",
    "rules_are_about",
    "rules_listed",
    "rules_now",
    "switch_rule",
    "title_of",
    "trial_of",
    "would",
    "would_have",
]
