"""A question and what every type of question must be able to do.

A type is one module in `types/`: a frozen dataclass derived from `Kind` whose fields are the type's own settings in
form.yaml. It knows how to read what people type, what to say when it cannot, how the answer looks as JSON, to FEEL,
in words and to a search, and which widget asks for it. Nothing else in the platform knows a type by name.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, ClassVar, Protocol, Self, TypeAlias

from django.utils.translation import gettext as _

from moothall.apps.forms.answers import JSON, Answer
from moothall.apps.forms.text import with_name
from moothall.kernel import feel
from moothall.ui.questions.outline import More, Widget

#: What was typed, verbatim: field name to the values posted under it.
Typed: TypeAlias = Mapping[str, tuple[str, ...]]


class PostedFile(Protocol):
    """An uploaded file as a web framework gives it. `name` is what the browser said and not to be trusted."""

    @property
    def name(self) -> str | None: ...
    @property
    def size(self) -> int | None: ...
    def read(self, n: int = -1, /) -> bytes: ...
    def seek(self, position: int, /) -> Any: ...


class Layout(StrEnum):
    """How much room the adviser's screen gives: several short answers share a line."""

    SHORT = "short"
    LINE = "line"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to put right. `field` is the HTML id the error summary links to; `parts` the wrong parts of it.

    `cell`: which field of a group it stands at, when that has several ids of its own (a date in a row).
    """

    question: str
    field: str
    sentence: str
    parts: tuple[str, ...] = ()
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that passed: the caller keeps `content` and hands the digest back with `Reading.kept`.

    `keep_position`: the service needs to know for good where a photo was taken.
    """

    question: str
    name: str
    media_type: str
    size: int
    content: PostedFile = field(repr=False)
    kind: str = "photo"
    keep_position: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What came in for one question: typed text, files, and the answer held from before (a photo stays)."""

    typed: Typed
    files: Mapping[str, PostedFile] = field(default_factory=dict)
    held: Answer | None = None

    def text(self, name: str) -> str:
        """The last value typed under `name`, or "": as browsers and Django count."""
        values = self.typed.get(name, ())
        return values[-1] if values else ""

    def every(self, name: str) -> tuple[str, ...]:
        return self.typed.get(name, ())


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a type made of an entry: a value (None: left blank), or problems; perhaps a file to keep.

    `ask_more`: nothing is wrong, yet there is no answer so far: the page comes back and asks the rest.
    """

    value: JSON = None
    problems: tuple[Problem, ...] = ()
    upload: Upload | None = None
    ask_more: More | None = None
    #: More files of the same question. With `stay` the page comes back once they are saved.
    uploads: tuple[Upload, ...] = ()
    stay: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """How somebody came to a form: the `channel`, the `page` of our own site before it, and what the link carried."""

    channel: str = ""
    page: str = ""
    query: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(ABC):
    """A type of question, with its settings. Register it in `types/__init__.py`."""

    #: Its name in form.yaml.
    type: ClassVar[str]
    #: One sentence for the catalogue of types, and a form.yaml example that passes `moothall check`.
    about: ClassVar[str]
    example: ClassVar[str]
    #: What conditions see.
    feel_type: ClassVar[feel.Type]
    layout: ClassVar[Layout] = Layout.LINE
    #: JSON Schema (properties) of its own settings in form.yaml; which of them must be there.
    settings_schema: ClassVar[Mapping[str, JSON]] = {}
    settings_required: ClassVar[tuple[str, ...]] = ()
    #: Which bindings a question of this type may carry.
    bindings: ClassVar[frozenset[str]] = frozenset()
    #: Every sentence it may say, by code; {name} and {Name} stand for what the question asks for.
    sentences: ClassVar[Mapping[str, str]]
    #: Does an answer stay when nothing new, or something wrong, comes in? A file cannot be shown again in its field.
    keeps_held: ClassVar[bool] = False
    #: When the page comes back for another question's sake: is an answer shown as it is kept, not as it was typed?
    #: What was chosen from a list must be, for the list is gone.
    settles: ClassVar[bool] = False
    #: What {name} is when form.yaml gives none; "" means `missing` has no good default.
    usual_name: ClassVar[str] = ""
    #: How long most people take over it, for the time a form is said to need.
    seconds: ClassVar[int] = 20
    #: Is anybody asked at all? What comes from elsewhere is sent along and shown to staff.
    asked: ClassVar[bool] = True
    #: Is it kept from the lists of answers that residents read?
    unseen: ClassVar[bool] = False

    @classmethod
    def from_settings(cls, settings: Mapping[str, Any]) -> Self:
        """The type with its settings, already checked against `settings_schema`."""
        return cls(**settings)

    @abstractmethod
    def read(self, question: Question, entry: Entry) -> Outcome:
        """Understand what was typed. Never raises, whatever was typed."""

    @abstractmethod
    def answer_schema(self) -> dict[str, JSON]:
        """JSON Schema of the value (not None)."""

    @abstractmethod
    def widget(self, question: Question) -> Widget:
        """What asks for it on a page."""

    def fields(self, question: Question) -> tuple[str, ...]:
        """The names of its HTML fields; each begins with the question's key."""
        return (question.key,)

    def feel_value(self, value: JSON) -> feel.Value:
        """The value as conditions see it."""
        return value if isinstance(value, str | bool) else None

    def words(self, value: JSON) -> tuple[str, ...]:
        """The value for people, in lines."""
        return (str(value),)

    def search_text(self, value: JSON) -> str:
        """What a search should find."""
        return " ".join(self.words(value))

    def retype(self, question: Question, value: JSON) -> Typed:
        """What somebody would have typed for `value`: to show an answer that came another way."""
        return {question.key: (str(value),)}

    def preset(self, question: Question, arrival: Arrival) -> Typed:
        """What stands in the fields before anybody has typed: only for what comes from how somebody arrived."""
        return {}

    def offer(self, question: Question, position: str) -> More | None:
        """What to offer, before anything is typed, of where a photo was taken ("51.75202,-1.25773")."""
        return None

    def second_look(self, value: JSON) -> str:
        """A question back, such as "Did you mean …?", shown before sending; "" mostly. Never stops anybody."""
        return ""

    def mistakes(self) -> tuple[str, ...]:
        """What is wrong with the settings beyond their schema, each with what to write instead."""
        return ()

    @property
    def takes_position_of(self) -> str:
        """The key of the photo whose position may be its answer, if whoever fills in the form says so; "" for none."""
        return ""

    @property
    def arrives(self) -> bool:
        """Is its answer what somebody brings along to the first page, and nowhere else?"""
        return False

    @property
    def is_file(self) -> bool:
        """Is a file asked for, which somebody should have at hand?"""
        return self.keeps_held

    @property
    def calculation(self) -> feel.Expression | None:
        """What it is worked out by, where nobody is asked for it; then `kept_value` is what is kept of the result."""
        return None

    def kept_value(self, worked_out: feel.Value) -> JSON:
        return worked_out if isinstance(worked_out, str | bool) else None

    @property
    def comes_to(self) -> feel.Type:
        """What a calculation must come to, so that its answer can be said as the settings want it."""
        return feel.ANY

    def condition_type(self) -> feel.Type:
        """What conditions are checked against: narrower than `feel_type` where the settings say more."""
        return self.feel_type


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question of a form. `key` names its answer and its HTML field. `have_ready` is what to have at hand for it,
    `example` an answer such as people give."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    name: str = ""
    required: bool = True
    errors: Mapping[str, str] = field(default_factory=dict)
    binding: str = ""
    index: bool = False
    sensitive: bool = False
    when: Condition | None = None
    have_ready: str = ""
    example: str = ""

    def say(self, code: str, **facts: object) -> str:
        """The sentence for `code`: form.yaml's own, or the type's usual one, filled in."""
        sentence = self.errors.get(code) or _(self.kind.sentences[code])
        usual = self.kind.usual_name
        name = self.name or (_(usual) if usual else _("your answer"))
        filled = with_name(sentence, name)
        for fact, value in facts.items():
            filled = filled.replace(f"{{{fact}}}", str(value))
        return filled

    def problem(self, code: str, part: str = "", parts: tuple[str, ...] = (), **facts: object) -> Problem:
        """A problem in the field of `part`, or of the first of `parts` (of a date), or of the question itself."""
        first = part or (parts[0] if parts else "")
        at = f"{self.key}-{first}" if first else self.key
        return Problem(self.key, at, self.say(code, **facts), parts)

    def refuse(self, code: str, **facts: object) -> Outcome:
        """The outcome of one problem with the question as a whole."""
        return Outcome(problems=(Problem(self.key, self.key, self.say(code, **facts)),))

    def left_blank(self) -> Outcome:
        """Nothing was typed: a problem when the answer is required, otherwise an answer of None."""
        return self.refuse("missing") if self.required else Outcome()


@dataclass(frozen=True, slots=True)
class Condition:
    """A FEEL expression over question keys. Only a true result counts: null and no are both no."""

    expression: feel.Expression

    @property
    def text(self) -> str:
        return self.expression.text

    @property
    def names(self) -> frozenset[str]:
        return self.expression.names

    def holds(self, context: Mapping[str, feel.Value]) -> bool:
        """Never raises: an expression that runs out of its budget does not hold."""
        try:
            return self.expression.evaluate(context) is True
        except feel.BudgetSpent:
            return False
