"""What a page of questions looks like, said without HTML: widgets and the outline of a page.

Rooms above describe a page in these words; `compile.py` turns it once into HTML with holes. A widget is a GOV.UK
component with the settings the Design System asks for; several question types share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """GOV.UK text input. `width` is a class suffix: "20", "10", "5", "two-thirds"…; "" is the whole column."""

    name: str
    input_type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool | None = None
    autocapitalize: str = ""
    width: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextArea:
    """GOV.UK textarea, or character count when `max_length` is to be shown."""

    name: str
    rows: int = 5
    max_length: int | None = None
    spellcheck: bool | None = None
    autocomplete: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One radio button or checkbox. `exclusive` unticks the others ("None of these"); a divider "or" precedes it."""

    value: str
    label: str
    hint: str = ""
    exclusive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Radios:
    name: str
    items: tuple[Item, ...]
    inline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkboxes:
    name: str
    items: tuple[Item, ...]
    divider: str = "or"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInput:
    """Three fields: `name-day`, `name-month`, `name-year`. `birthday` lets the browser fill in bday-day and so on."""

    name: str
    labels: tuple[str, str, str] = ("Day", "Month", "Year")
    birthday: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledInput:
    """One text input of a group, with its own label."""

    input: TextInput
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """Several text inputs under one legend, such as an address. Each shows its own error."""

    name: str
    inputs: tuple[LabelledInput, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInput:
    """GOV.UK file upload. Shows the name of a file already held, with a checkbox `name-remove` when `optional`."""

    name: str
    accept: str = ""
    optional: bool = False
    held_label: str = "You have added"
    remove_label: str = "Remove this file"


Widget: TypeAlias = TextInput | TextArea | Radios | Checkboxes | DateInput | InputGroup | FileInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question on a page. `conditional`: it may be hidden, by what was answered on earlier pages."""

    key: str
    label: str
    hint: str
    widget: Widget
    conditional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A page of a form. `caption` stands above the heading; `intro` are paragraphs of plain text under it."""

    key: str
    title: str
    questions: tuple[Asked, ...]
    caption: str = ""
    intro: tuple[str, ...] = ()
    button: str = "Continue"
    language: str = "en"

    @property
    def heading_is_question(self) -> bool:
        """One thing per page: the only question's label is the page's heading."""
        return len(self.questions) == 1 and not self.questions[0].conditional and not self.intro

    @property
    def has_files(self) -> bool:
        return any(isinstance(asked.widget, FileInput) for asked in self.questions)
