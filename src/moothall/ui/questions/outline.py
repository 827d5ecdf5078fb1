"""What a page of questions looks like, said without HTML: widgets and the outline of a page.

Rooms above describe a page in these words; `compile.py` turns it once into HTML with holes. A widget is a GOV.UK
component with the settings the Design System asks for; several question types share one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from django.utils.translation import gettext_noop as N_

#: The hidden field in which a page says what it had shown, and the name of the quieter button: no key begins so.
SHOWN, LATER = "_shown", "_later"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextInput:
    """GOV.UK text input. `width` is a class suffix: "20", "10", "5", "two-thirds"…; "" is the whole column.

    `prefix` and `suffix` stand beside the field, such as £ and %.
    """

    name: str
    input_type: str = "text"
    inputmode: str = ""
    autocomplete: str = ""
    spellcheck: bool | None = None
    autocapitalize: str = ""
    width: str = ""
    prefix: str = ""
    suffix: str = ""


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
    divider: str = N_("or")


@dataclass(frozen=True, slots=True, kw_only=True)
class DateInput:
    """Three fields: `name-day`, `name-month`, `name-year`. `birthday` lets the browser fill in bday-day and so on."""

    name: str
    labels: tuple[str, str, str] = (N_("Day"), N_("Month"), N_("Year"))
    birthday: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Select:
    """GOV.UK select, for lists too long for radio buttons or cells too narrow. `empty` is what stands first."""

    name: str
    items: tuple[Item, ...]
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """A field that nobody sees and nobody is asked for."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledInput:
    """One text input of a group, with its own label."""

    input: TextInput
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class InputGroup:
    """Several text inputs under one legend, such as an address. Each shows its own error."""

    name: str
    inputs: tuple[LabelledInput, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileInput:
    """GOV.UK file upload. Shows the name of a file already held, with a checkbox `name-remove` when `optional`.

    `several`: those held are listed (names under `name`, keys under `name-held`), each with a button `name-remove`,
    and the button `name-add` sends what is selected and comes back.
    """

    name: str
    accept: str = ""
    optional: bool = False
    held_label: str = N_("You have added")
    remove_label: str = N_("Remove this file")
    several: bool = False
    add_label: str = N_("Upload file")


#: What may stand in a group: one thing to fill in.
SimpleWidget: TypeAlias = TextInput | TextArea | Radios | Checkboxes | DateInput | Select


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupField:
    """One field of a group. `key` is its HTML name, or what its names begin with; a checkbox needs no label."""

    key: str
    widget: SimpleWidget
    label: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """Several fields of any sort under one legend, each right or wrong by itself. `statement` stands before them."""

    name: str
    fields: tuple[GroupField, ...]
    statement: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of `Rows`: its legend and its fields, which stand side by side where there is room."""

    legend: str
    fields: tuple[GroupField, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The same fields again and again. The first `shown` rows are there from the start; `more` is the button that
    asks for another, "" when their number is fixed. `name-rows` says how many are shown, `name-more` that the button
    was pressed."""

    name: str
    rows: tuple[Row, ...]
    shown: int
    more: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressLookup:
    """An address found by its postcode, chosen from a list, or typed by hand: `FIND`, `CHOOSE`, `HAND`.

    By hand as soon as one of `hand` holds something; without any there is no such way. `by_hand` opens it, `chosen` is
    the label of the select, whose name is `choice`.
    """

    name: str
    find: tuple[LabelledInput, ...]
    choice: str
    chosen: str
    hand: tuple[LabelledInput, ...] = ()
    by_hand: str = ""
    #: Fields sent along unseen: which list was shown.
    carried: tuple[str, ...] = ()
    #: What the button says that sends `name-photo`; it stands under what is said, where that field holds something.
    offer: str = ""


#: How an address look-up asks.
FIND, CHOOSE, HAND = "find", "choose", "hand"
#: What the last option of a look-up's list is worth: none of these.
OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class More:
    """What a question asks next on the same page, nothing being wrong: which of these, how many rows.

    `mode` is the widget's, `said` a sentence, `choices` values with labels, `rows` how many to show.
    """

    question: str
    mode: str = ""
    said: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    rows: int = 0
    #: What is to stand in some fields, whatever was typed: which list was shown.
    fields: tuple[tuple[str, str], ...] = ()


Widget: TypeAlias = (
    TextInput
    | TextArea
    | Radios
    | Checkboxes
    | DateInput
    | Select
    | InputGroup
    | FieldGroup
    | Rows
    | AddressLookup
    | FileInput
    | Hidden
)


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
    """A page of a form. `caption` stands above the heading; `intro` are paragraphs of plain text under it.

    `of_item`: it is shown for one item of a group after another, so each showing says which (“Person 2”).
    """

    key: str
    title: str
    questions: tuple[Asked, ...]
    caption: str = ""
    of_item: bool = False
    intro: tuple[str, ...] = ()
    #: What the button onward says; left out: Continue, in the language that is spoken.
    button: str = ""
    #: A second, quieter button: what it says, and a sentence under it; "" for none.
    later: str = ""
    later_note: str = ""
    #: It is shown among other pages, so that no question is a heading.
    among: bool = False

    @property
    def heading_is_question(self) -> bool:
        """One thing per page: the only question's label is the page's heading."""
        if self.among:
            return False
        seen = [asked for asked in self.questions if not isinstance(asked.widget, Hidden)]
        return len(seen) == 1 and not seen[0].conditional and not self.intro

    @property
    def has_files(self) -> bool:
        return any(isinstance(asked.widget, FileInput) for asked in self.questions)
