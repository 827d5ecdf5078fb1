"""One file, and several: taken by their bytes, listed, removed one by one, whatever somebody called them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from moothall.apps.forms.api import JSON, Answer, Answers, Reading, posted, read_page, typed_for
from moothall.apps.forms.types.file import File as OneFile
from moothall.apps.forms.types.files import Files
from moothall.apps.forms.types.uploads import LONGEST_NAME, safe_name, shown_name
from moothall.kernel.characters import is_readable
from tests.apps.documents.samples import OLD_DOC, PDF, docx, picture, xlsx
from tests.apps.forms.made import File, form_of_one, said, sound, told, value, wrong

BLNS = Path(__file__).resolve().parents[4] / "shared" / "data" / "hostile-blns" / "blns-even.json"


class Posted(dict[str, list[File]]):
    """As Django has files: several under one name."""

    def getlist(self, key: str) -> list[File]:
        return self.get(key, [])


def of(name: str, digest: str, size: int = 9) -> dict[str, JSON]:
    return {"name": name, "media_type": "application/pdf", "size": size, "digest": digest}


def held(*files: dict[str, JSON]) -> Answers:
    return Answers({"it": Answer("files", list(files))})


def sent(
    *files: File,
    kind: Files | None = None,
    before: Answers | None = None,
    required: bool = True,
    **typed: str,
) -> Reading:
    form = form_of_one(kind or Files(), required=required)
    fields = {f"it-{name}": text for name, text in typed.items()}
    return read_page(form, "page", posted(fields), Posted(it=list(files)), held=before)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (File(b"", "a.pdf"), "The selected file is empty"),
        (File(b"hello", "a.pdf"), "The selected file must be a PDF, JPG, PNG, WebP, HEIC, DOCX or ODT"),
        (File(xlsx(), "a.pdf"), "The selected file must be a PDF, JPG, PNG, WebP, HEIC, DOCX or ODT"),
        (File(PDF, "a.pdf", size=16_000_000), "The selected file must be smaller than 15MB"),
        (File(b"<svg onload=alert(1)>"), "The selected file is a web page or drawing that can run a program. "
         "Save it as a PDF or a photo"),
        (File(OLD_DOC), "The selected file is in an old format or has a password. Save it as a PDF and select that"),
        (File(docx(**{"word/vbaProject.bin": b"x"})), "The selected file holds a program or macros. Save it without "
         "them, or as a PDF, and select that"),
    ],
)  # fmt: skip
def test_each_thing_that_is_not_taken_has_a_sentence(file: File, sentence: str) -> None:
    assert wrong(said(OneFile(), files={"it": file})) == [("it", sentence)]
    assert wrong(sent(file)) == [("it", sentence)]


def test_a_file_is_taken_by_its_bytes_and_named_by_them() -> None:
    reading = said(OneFile(), files={"it": File(PDF, "C:\\papers\\bill.exe")})
    assert value(reading) == {
        "name": "bill.pdf",
        "media_type": "application/pdf",
        "size": len(PDF),
        "digest": "",
    }
    assert reading.uploads[0].kind == "file"


def test_kinds_are_said_in_words_and_checked() -> None:
    form = sound(
        """\
        pages:
          - page: proof
            title: Proof
            questions:
              - ask: proof
                type: file
                label: Add your proof
                allowed: [spreadsheet]
                most_megabytes: 2
        """
    )
    kind = form.questions["proof"].kind
    assert isinstance(kind, OneFile)
    assert wrong(said(kind, files={"it": File(PDF)})) == [("it", "The selected file must be an XLSX or ODS")]
    (mistake,) = told(
        """\
        pages:
          - page: proof
            title: Proof
            questions:
              - ask: proof
                type: file
                label: Add your proof
                allowed: [exe]
        """
    )
    assert mistake.startswith("8:")


def test_files_are_added_one_after_another_and_the_page_comes_back() -> None:
    reading = sent(File(PDF, "one.pdf"), add="yes")
    assert reading.ok
    assert reading.stay
    kept = reading.kept("it", "d1")
    assert kept.answers["it"].value == [of("one.pdf", "d1", len(PDF))]
    again = sent(File(picture(), "two.jpg"), before=kept.answers)
    assert not again.stay
    both = again.kept("it", "d2").answers["it"].value
    assert [one["digest"] for one in both] == ["d1", "d2"]


def test_the_same_file_twice_is_there_once() -> None:
    reading = sent(File(PDF, "again.pdf"), before=held(of("one.pdf", "d1")))
    assert reading.kept("it", "d1").answers["it"].value == [of("one.pdf", "d1")]


def test_each_file_is_removed_by_its_own_button() -> None:
    reading = sent(before=held(of("one.pdf", "d1"), of("two.pdf", "d2")), remove="d1")
    assert reading.ok
    assert reading.stay
    assert reading.answers["it"].value == [of("two.pdf", "d2")]
    last = sent(before=held(of("one.pdf", "d1")), remove="d1")
    assert last.ok
    assert last.stay
    assert last.answers["it"].value is None
    gone = sent(before=held(of("one.pdf", "d1")), remove="of another tab")
    assert gone.answers["it"].value == [of("one.pdf", "d1")]


def test_of_several_at_once_the_sound_ones_stay_and_the_others_are_named() -> None:
    reading = sent(File(PDF, "one.pdf"), File(b"", "<b>two.pdf"), File(b"MZ", "dir/three.pdf"))
    assert [sentence for _, sentence in wrong(reading)] == [
        "“<b>two.pdf” is empty",
        "“three.pdf” holds a program or macros. Save it without them, or as a PDF, and select that",
    ]
    assert reading.kept("it", "d1").answers["it"].value == [of("one.pdf", "d1", len(PDF))]


def test_more_than_may_be_are_refused_and_those_that_fit_stay() -> None:
    reading = sent(
        File(PDF, "2.pdf"), File(PDF + b"\n", "3.pdf"), kind=Files(at_most=2), before=held(of("1.pdf", "d1"))
    )
    assert wrong(reading) == [("it", "You can only add up to 2 files")]
    assert len(reading.answers["it"].value) == 2
    assert len(reading.uploads) == 1


def test_nothing_sent_is_missing_or_left_blank() -> None:
    assert wrong(sent()) == [("it", "Select the thing")]
    assert wrong(sent(required=False, add="yes")) == [("it", "Select the thing")]
    assert value(sent(required=False)) is None
    assert sent(before=held(of("one.pdf", "d1"))).answers["it"].value == [of("one.pdf", "d1")]


def test_the_page_lists_what_is_there() -> None:
    form = form_of_one(Files())
    assert typed_for(form, "page", held(of("one.pdf", "d1"), of("two.pdf", "d2")), {}) == {
        "it": ("one.pdf", "two.pdf"),
        "it-held": ("d1", "d2"),
    }


HOSTILE = [
    "a\x00b.pdf",
    "bill\u202efdp.exe",
    "x" * 300 + ".pdf",
    "../../../etc/passwd",
    "..\\..\\boot.ini",
    "/etc/passwd\x00.pdf",
    "\ud800.pdf",
    "con",
    ".",
    "",
    "<script>alert(1)</script>",
    "a\r\nSet-Cookie: x=1",
    '"; filename="evil.exe',
]


@pytest.mark.parametrize("name", HOSTILE)
def test_no_name_harms_anybody(name: str) -> None:
    _is_harmless(name)


@pytest.mark.outside_data
@pytest.mark.skipif(not BLNS.exists(), reason="the list of naughty strings is not here")
def test_no_name_of_the_list_of_naughty_strings_harms_anybody() -> None:
    for name in json.loads(BLNS.read_text()):
        _is_harmless(name)


def _is_harmless(name: str) -> None:
    kept = safe_name(name, "application/pdf", "file")
    assert kept.endswith(".pdf")
    assert 4 < len(kept) <= LONGEST_NAME
    assert not set(kept) & set('/\\:*?"<>|\r\n\x00\u202e')
    kept.encode()
    shown_name(name).encode()
    reading = sent(File(PDF, name))
    assert reading.ok is is_readable(name) or not name
