"""Some seventy mistakes in one folder, in every file and of every kind, all told in one run in words that help.

Each line with a mistake ends in the beginning of its sentence after `#: `; several are parted by ` | `. Nothing else is
said, and nothing hides another.
"""

from __future__ import annotations

from moothall.apps.catalogue.api import check
from tests.apps.catalogue.folders import Folders

PLANTED = {
    "service.yaml": """\
name: Hire a hall
summary: Tell us when you want the hall.
audience: residents #: ‘audience’ must be a list, and is text. Write each item on
keywords: hall, room #: ‘keywords’ must be a list, and is text. Write each item on
area: leisure #: There is no area ‘leisure’ of life in council.yaml.
team: halls #: There is no team ‘halls’ in teams.yaml.
responsible_body: The council
lawful_basis: public-task #: ‘lawful_basis’ cannot be ‘public-task’. Write ‘public task’.
legal_basis: Local Government Act 1972 #: ‘legal_basis’ must be a list, and is text. Write each item
purposes: [] #: ‘purposes’ has too few items. Write at least 1.
confidentiality: secret #: ‘confidentiality’ cannot be ‘secret’. Write ‘open-to-staff’
retention: #: ‘reason’ is missing. Write reason: (why so long and no
  months: 2.5 #: ‘months’ must be a whole number, and is 2.5. Write a whole
  after: closing #: ‘after’ cannot be ‘closing’. Write ‘closed’.
targets:
  - name: Decided soon #: ‘name’ cannot be ‘Decided soon’. Write small letters,
    working_days: -3 #: ‘working_days’ is too small: -3. Write 0 or more.
promise: We answer in {working days} days. #: There is nothing to fill ‘{working days}’ with. Write
outcomes:
  - code: yes #: ‘words’ is missing. Write words: We cleared it. (what the
    name: Yes
  - {code: "no", name: No, words: You cannot have it.}
reopen_within_days: 4 weeks #: ‘reopen_within_days’ must be a whole number, and is text.
codes: {lgsl: A12} #: ‘lgsl’ must be a whole number, and is text. Write a whole
published: false #: ‘published’ cannot be ‘false’. Write ‘yes’ or ‘no’.
public: true #: ‘public’ cannot be ‘true’. Write ‘yes’ or ‘no’.
public_photos: yes
drafts: {keep_days: 0, finish_on_old_form: maybe} #: ‘finish_on_old_form’ cannot be | ‘keep_days’ is too small: 0.
pause: {sentence: Closed., since: 2026-13-01, until: 24 December 2026} #: ‘since’ cannot be | ‘until’ cannot be ‘24
season: {from: 1st March, to: 30 February} #: February has no day 30. | ‘from’ cannot be ‘1st | ‘sentence’ is missing.
not_ours: [Bins] #: Item 1 of ‘not_ours’ must have keys of its own, and is
emergency: 999 #: ‘emergency’ must be text, and 999 is read as a number.
before_you_start: #: ‘before_you_start’ is empty. Write text, or take it out.
web: https://example.org #: There is no ‘web’ here. Take it out, or write ‘extends’,
""",
    "form.yaml": """\
pages:
  - page: eligible
    questions:
      - ask: adult
        type: yes-no
        label: Are you 18?
        name: you are 18
        required: true #: ‘required’ cannot be ‘true’. Write ‘yes’ or ‘no’.
      - ask: via
        type: from-context
        label: Came by
        take: link #: Anybody can write anything into a link. List under `allow`
    next:
      - if: adult = "no" #: This compares true or false with a text, which is never
        go: too-yong #: There is no page ‘too-yong’. Did you mean ‘too-young’?
      - if: adult = false
        go: too-young
      - if: count(for i in 1..200000 return i) > 3 #: This asks for more work than any expression is given, so it
        go: dates
  - page: too-young #: Somebody’s way ends here. Write `body:` with a sentence
    end: yes
    title: You are too young
    instead: hire-hall #: There is no service ‘hire-hall’. Write ‘hall’.
  - page: dates
    title: Which days?
    when: people > 3 #: ‘people’ is asked on the page ‘people’, which no way passes
    questions:
      - ask: day
        type: date
        label: Day?
        earliest: tommorow #: ‘earliest’ cannot be ‘tommorow’. Write today, yesterday,
        error: {missing: \"\"} #: ‘missing’ is empty. Write it, or take it out.
      - ask: start
        type: time
        label: From when?
        name: when it begins
        when: day = "Monday" #: This compares a date with a text, which is | ‘day’ is asked on this same page, so its
      - ask: campaign
        type: from-context
        label: Came from
        take: page #: What brought somebody to the form is known on its first
  - group: helpers
    title: Who helps?
    each: helper
    at_least: 5 #: 5 is more than `at_most`, which is 2. Make it smaller.
    at_most: 2
    summary: helper_nam #: No page of this group asks ‘helper_nam’. Write ‘helper_name’.
    pages:
      - page: helper
        when: helper_age > 17 #: ‘helper_age’ is asked on the page ‘helper-age’, which no
        questions:
          - ask: helper_name
            type: name
            label: Name?
            required: no
          - ask: campaign2
            type: from-context
            label: Came from
            take: page #: What brought somebody to the form is known on its first
      - page: helper-age #: A page with several questions needs a heading. Write
        questions:
          - {ask: helper_age, type: number, label: Age?, name: their age, min: 100, max: 3} #: `min: 100` is more than
          - {ask: photo, type: photo, label: Photo, required: no, binding: case.foto} #: ‘binding’ cannot be
          - {ask: total, type: calculated, label: Total, value: people * 3 +} #: The expression stops before it is
  - page: people #: A page with several questions needs a heading. Write
    questions:
      - ask: people
        type: number
        label: How many come?
        name: how many come
        binding: person.email #: A number question cannot be ‘person.email’. Use the type
      - ask: kind
        type: one-of
        label: What is it for?
        name: what it is for
        options:
          - party #: Item 1 of ‘options’ must have keys of its own, and is text.
          - {value: Wedding, label: A wedding} #: ‘value’ cannot be ‘Wedding’. Write small letters, digits
          - {value: no, label: Something else}
      - ask: where
        type: place
        label: Where?
        name: where
        photo: photo #: The photo ‘photo’ is not asked for before this page. Move
      - ask: consent #: ‘purpose’ is missing. Write purpose: events | ‘statement’ is missing. Write statement: (what
        type: consent
        label: May we?
      - ask: agree #: ‘statement’ is missing. Write statement: (what is declared:
        type: declaration
        label: I agree
      - {ask: people_again, type: text, label: Again} #: ‘type’ cannot be ‘text’. Write ‘long-text’.
      - ask: Rooms #: ‘ask’ cannot be ‘Rooms’. Write small letters, | ‘columns’ is missing. Write columns: (what is
        type: table
        label: Rooms
fee: hall_fee #: There is no decision ‘hall_fee’. Draw one in a file under
""",
    "messages/en/opened.md": """\
---
when: case oppened #: ‘when’ cannot be ‘case oppened’. Write ‘case opened’.
subject: We have it, {{ reference } #: A fact is not written as one. Write two braces on each
to: everybody #: ‘to’ cannot be ‘everybody’. Write ‘body’.
---
Dear {{ nmae }}, {{ due_on }} {{ answer.people }} [x](javascript:alert(1)) #: A fact is not | There is no {{ nmae
""",
    "messages/en/closed.md": """\
---
when: case closed #: ‘subject’ is missing. Write subject: We have your report {{
---
{{ question }} #: There is no {{ question }} when it is ‘case closed’. Write
""",
    "messages/en/reopened.md": """\
Dear all #: The file starts without front matter. Write --- on its
""",
    "journeys/one.yaml": """\
journey: A party
at: tomorrow #: ‘at’ cannot be ‘tomorrow’. Write a date and a time, such as
answers:
  adult: ja
  dy: 2026-03-02
  people: -1
then:
  due: 2026-03-02 #: There is no ‘due’ here. Take it out, or write ‘asked’,
  tasks: [x]
  colour: red #: There is no ‘colour’ here. Take it out, or write ‘asked’,
""",
    "journeys/three.yaml": """\
journey: Too young
answers: {adult: no}
ends: too-yung #: The form does not end on a page “too-yung”. Write
""",
    "decisions/fee.dmn": """\
<x/> #: This is not a DMN 1.2 to 1.5 file. Save it from a DMN
""",
    "forms.yaml": "x #: Nothing reads this file. Call it form.yaml, or take it away.\n",
    "journeys/two.yml": "x #: Nothing reads this file. Call it journeys/two.yaml, or take\n",
    "message/en/opened.md": "x #: Nothing reads this file. Call it messages/en/opened.md, or\n",
    "messages/asked.md": "x #: Nothing reads this file. Call it messages/en/asked.md, or\n",
    "publish.yaml": "x #: Nothing reads this file. Give it one of the names\n",
    "decision.dmn": "x #: Nothing reads this file. Give it one of the names\n",
}  # fmt: skip


def test_every_mistake_is_told_at_its_line_and_hides_no_other(folders: Folders) -> None:
    folder, told = folders.council / "services" / "hall", list[tuple[str, int, str]]()
    for name, text in PLANTED.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        lines = [line.partition(" #: ") for line in text.splitlines()]
        (folder / name).write_text("".join(f"{written}\n" for written, _, _ in lines), encoding="utf-8")
        told += [
            (name, number, one)
            for number, (_, _, sentences) in enumerate(lines, 1)
            for one in sentences.split(" | ")
            if one
        ]
    assert len(told) > 70
    found = [(m.file.rpartition("/hall/")[2], m.line, m.sentence) for m in check(folder)]
    for name, line, sentence in told:
        said = [one for at, number, one in found if (at, number) == (name, line)]
        assert any(one.startswith(sentence) for one in said), f"{name}:{line}: {sentence!r} is not in {said}"
    more = [one for one in found if not any(one[:2] == t[:2] and one[2].startswith(t[2]) for t in told)]
    assert more == [], "what only follows from another mistake is said too"
