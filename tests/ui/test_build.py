"""The assets are built, small, named by their content, and free of what belongs to GOV.UK alone."""

from __future__ import annotations

import gzip
import json
import re
from pathlib import Path

import pytest

from moothall.ui import build


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("assets") / "static"
    build.build(out)
    return out


def made(built: Path, name: str) -> bytes:
    return (built / json.loads((built / "manifest.json").read_text())[name]).read_bytes()


def test_make_builds_them_again_when_any_source_has_changed() -> None:
    (rule,) = [
        one for one in (build.ROOT / "Makefile").read_text().splitlines() if one.startswith("$(ASSETS):")
    ]
    folders = [build.HERE / folder for folder in ("styles", "scripts", "pictures")]
    kinds = {file.suffix for folder in folders for file in folder.iterdir()}
    assert {kind for kind in kinds if f"'*{kind}'" not in rule} == set()


def test_nothing_of_the_crown_or_of_gds_transport_is_built(built: Path) -> None:
    for file in built.iterdir():
        if file.suffix != ".gz":
            assert not re.search(
                rb"crown|GDS Transport|govuk-crest|@font-face", file.read_bytes(), re.IGNORECASE
            ), file


def test_the_style_sheet_and_the_script_are_small(built: Path) -> None:
    assert len(gzip.compress(made(built, "moothall.css"))) < 20_000
    assert len(gzip.compress(made(built, "moothall.js"))) < 12_000


def test_the_style_sheet_fetches_nothing(built: Path) -> None:
    assert b"url(" not in made(built, "moothall.css")


def test_each_asset_has_a_gzip_twin(built: Path) -> None:
    for hashed in json.loads((built / "manifest.json").read_text()).values():
        assert gzip.decompress((built / f"{hashed}.gz").read_bytes()) == (built / hashed).read_bytes()


def test_a_second_build_does_nothing(built: Path) -> None:
    assert build.build(built) == "Assets are up to date."


def test_pages_made_before_a_new_build_still_find_their_assets(tmp_path: Path) -> None:
    build.build(tmp_path / "static")
    (old,) = (tmp_path / "static").glob("moothall.*.css")
    gone = old.rename(old.with_name("moothall.000000000000.css"))
    manifest = json.loads((tmp_path / "static" / "manifest.json").read_text())
    (tmp_path / "static" / "manifest.json").write_text(json.dumps({**manifest, "moothall.css": gone.name}))
    build.build(tmp_path / "static", force=True)
    assert gone.is_file()
    assert old.is_file()


def test_the_bundle_holds_each_module_once_and_no_import(built: Path) -> None:
    script = made(built, "moothall.js").decode()
    assert not re.search(r"^(import|export) ", script, re.MULTILINE)
    assert script.count("\nclass Component ") == 1


def test_the_bundle_ends_with_what_our_own_module_does(built: Path) -> None:
    script = made(built, "moothall.js").decode()
    assert script.endswith("startPasskeys();\nsendOnce();\ncomeBack();\nforgetOnSigningOut();\n")
    for part in ("class ErrorSummary", "class CharacterCount", "class PasswordInput", "function asText"):
        assert part in script


def test_two_modules_with_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "a.mjs").write_text("import { b } from './b.mjs';\nconst same = 1;\nb();\n")
    (tmp_path / "b.mjs").write_text("const same = 2;\nexport function b() {}\n")
    with pytest.raises(build.CannotBuild, match=r"a\.mjs and b\.mjs both say same"):
        build.bundle(tmp_path / "a.mjs")


def test_packages_may_lie_elsewhere_behind_a_link(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    straight = build.bundle(build.HERE / "scripts" / "moothall.mjs")
    (tmp_path / "node_modules").symlink_to(build.ROOT / "node_modules", target_is_directory=True)
    monkeypatch.setattr(build, "ROOT", tmp_path)
    assert build.bundle(build.HERE / "scripts" / "moothall.mjs") == straight
