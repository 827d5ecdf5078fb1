"""`moothall new service` writes a folder that passes `check`; the reference of formats is what the schemas say."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from moothall.apps.catalogue.api import check, forget, service_named
from moothall.apps.catalogue.reference import formats, reference_files
from moothall.kernel.actors import system
from moothall.project.cli import main
from tests.apps.catalogue.folders import ROOT, Folders

FORMATS = ROOT / "docs" / "reference" / "formats"


def test_a_new_service_passes_check_and_is_not_published(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "service", "report-graffiti", "--team", "waste"]) == 0
    folder = folders.council / "services" / "report-graffiti"
    assert check(folder) == ()
    forget()
    service = service_named("report-graffiti", seen_by=system("test"))
    assert (service.name, service.team, service.published) == ("Report graffiti", "waste", False)
    assert len(sorted((folder / "journeys").glob("*.yaml"))) == 3
    assert "moothall check" in capsys.readouterr().out
    head = (folder / "form.yaml").read_text(encoding="utf-8").split("\n")[0]
    schema = head.partition("$schema=")[2]
    assert (folder / schema).resolve().name == "form.schema.json"
    assert (folder / schema).resolve().exists()


@pytest.mark.parametrize(
    "name",
    [
        "Swans: report one",
        "# of bins",
        "Say 'no' or \"yes\"",
        "yes",
        "true",
        "2026",
        "- a dash",
        "TEAM",
        "Adroddwch alarch{}",
    ],
)
@pytest.mark.parametrize("extends", [[], ["--extends", "report-fly-tipping"]])
def test_a_new_service_passes_check_whatever_it_is_called(
    folders: Folders, name: str, extends: list[str]
) -> None:
    assert main(["new", "service", "2026", "--team", "waste", "--name", name, *extends]) == 0
    assert check(folders.council / "services" / "2026") == ()
    forget()
    assert service_named("2026", seen_by=system("test")).name == name


def test_a_new_service_may_extend_a_shipped_one(folders: Folders) -> None:
    assert (
        main(["new", "service", "dumped-rubbish", "--extends", "report-fly-tipping", "--team", "waste"]) == 0
    )
    assert check(folders.council / "services" / "dumped-rubbish") == ()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["Report Graffiti"], "Write it like report-graffiti."),
        (["report-x", "--team", "nobody"], "There is no team 'nobody'"),
        (["report-x", "--extends", "nothing"], "There is no shipped service 'nothing'"),
        (["../escape"], "Write it like report-graffiti."),
        (["report-x", "--name", "x" * 81], "a name of up to 80 letters, on one line"),
        (["report-x", "--name", "Report\nx"], "a name of up to 80 letters, on one line"),
        (["report-x", "--name", "  "], "a name of up to 80 letters, on one line"),
    ],
)
def test_what_cannot_be_started_is_a_sentence(
    folders: Folders, capsys: pytest.CaptureFixture[str], words: list[str], sentence: str
) -> None:
    assert main(["new", "service", *words]) == 2
    assert sentence in capsys.readouterr().err


def test_what_takes_the_place_of_a_shipped_service_says_so(
    folders: Folders, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new", "service", "report-fly-tipping"]) == 0
    assert "takes the place of the shipped report-fly-tipping" in capsys.readouterr().out
    assert main(["new", "service", "report-snow"]) == 0
    assert "takes the place" not in capsys.readouterr().out


def test_nothing_is_overwritten(folders: Folders, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new", "service", "report-graffiti"]) == 0
    assert main(["new", "service", "report-graffiti"]) == 2
    assert "is already there" in capsys.readouterr().err


def test_the_reference_is_what_the_schemas_say() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in sorted(FORMATS.iterdir())}
    stale = [name for name, text in reference_files().items() if written.get(name) != text]
    assert not stale, "Run: moothall formats docs/reference/formats"
    assert set(written) == set(reference_files())


@pytest.mark.parametrize("name", sorted(formats()))
def test_every_format_is_a_schema_with_descriptions(name: str) -> None:
    _, schema = formats()[name]
    Draft202012Validator.check_schema(schema)
    assert schema["title"]
    undescribed = [
        key for key, said in schema["properties"].items() if "description" not in said and "$ref" not in said
    ]
    assert not undescribed


def test_every_shipped_file_names_its_schema() -> None:
    files = [*ROOT.glob("services/**/*.yaml"), *ROOT.glob("councils/**/*.yaml")]
    for file in files:
        head = file.read_text(encoding="utf-8").split("\n")[0]
        if file.name == "demo.yaml":
            continue
        assert head.startswith("# yaml-language-server: $schema="), file
        assert (file.parent / Path(head.partition("=")[2])).exists(), file
