"""The parts of the program and their licences: what is installed, what a frozen folder carries, what is shipped."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from outreach_app import __version__, assets, licences
from outreach_app.errors import EnvironmentTrouble, NotFound
from outreach_app.licences import Part, PartKind
from tests.packaging.project import ROOT, needed_by, read_pins, requirements_of
from tests.packaging.tiny_bundle import make_bundle, run_from


def libraries() -> dict[str, Part]:
    parts = [part for part in licences.list_parts() if part.kind is PartKind.LIBRARY]
    assert [part.name for part in parts] == sorted((part.name for part in parts), key=str.casefold)
    return {canonicalize_name(part.name): part for part in parts}


def test_every_pinned_library_that_runs_has_a_licence_and_a_text_or_says_where_it_is() -> None:
    found, wanted = libraries(), needed_by(requirements_of())
    assert wanted <= found.keys()
    assert found.keys() - wanted <= needed_by(requirements_of("hub")), (
        "the driver of a hub, where it is installed"
    )
    for name, part in found.items():
        assert part.version == read_pins()[name]
        assert part.licence, name
        texts = licences.read_texts(part)
        assert all(len(text) > 20 and "�" not in text for _, text in texts), name
        assert texts or part.home in str(licences.tell_missing(part)), name
        assert len({each for each, _ in texts}) == len(texts), name


def test_texts_that_a_library_lacks_are_shipped() -> None:
    found = libraries()
    for name in ("pyside6-essentials", "shiboken6"):
        told = licences.join_texts(licences.read_texts(found[name]))
        assert "GNU LESSER GENERAL PUBLIC LICENSE" in told
        assert "TERMS AND CONDITIONS" in told
    assert "ZETETIC" in licences.join_texts(licences.read_texts(found["sqlcipher3"]))
    assert len(found["numpy"].texts) > 10, "texts of one name in different places are all kept"


def test_the_program_and_what_it_ships_stand_first() -> None:
    program, *shipped = [part for part in licences.list_parts() if part.kind is not PartKind.LIBRARY]
    assert (program.name, program.version, program.licence) == ("Gõ Cửa", __version__, "Apache-2.0")
    own = (ROOT / "LICENSE").read_text(encoding="utf-8").split()
    assert licences.join_texts(licences.read_texts(program)).split() == own
    told = {part.kind: licences.join_texts(licences.read_texts(part)) for part in shipped}
    assert "SIL OPEN FONT LICENSE" in told[PartKind.FONT]
    assert "Lucide" in told[PartKind.ICONS]
    official = licences.join_texts(licences.read_texts(licences.find_part("official TEXTS")))
    assert all(each in official for each in ("Quyết định 366/QĐ-BHXH", "Nghị định 188/2025/NĐ-CP"))
    folders = {
        each.name for each in assets.locate("").iterdir() if each.is_dir() and each.name != "__pycache__"
    }
    notices = {each.split("/")[0] for each in ("fonts/OFL.txt", "icons/LICENSE", "territory/NOTICE.md")}
    assert notices <= folders


def test_a_name_is_found_however_it_is_spelt_and_an_unknown_one_is_a_sentence() -> None:
    assert licences.find_part("typing-Extensions").name == "typing_extensions"
    with pytest.raises(NotFound, match="leftpad"):
        licences.find_part("leftpad")


def test_a_part_without_a_text_says_where_it_stands() -> None:
    part = Part("one", "1.0", "MIT", PartKind.LIBRARY, home="https://example.org/one")
    assert "https://example.org/one" in str(licences.tell_missing(part))
    assert "one" in str(licences.tell_missing(replace(part, home="")))
    assert licences.read_texts(part) == ()


def test_a_frozen_folder_tells_by_its_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = libraries()
    chosen = [installed[name] for name in ("numpy", "pyside6-essentials", "sqlcipher3", "mako")]
    folder = make_bundle(tmp_path / "gocua", "0.1.0") / "_internal"
    shutil.copyfile(ROOT / "LICENSE", folder / "LICENSE")
    for part in chosen:
        for text, (name, whole) in zip(part.texts, licences.read_texts(part), strict=True):
            target = folder / licences.FOLDER / part.name / name
            if Path(str(text.file)).is_relative_to(ROOT / "resources"):
                continue  # shipped with the program, not with the library
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(whole, encoding="utf-8")
    bare = Part("bare", "2.0", "ISC", PartKind.LIBRARY, "https://example.org/bare")
    (folder / licences.FOLDER).mkdir(exist_ok=True)
    versions = folder / licences.FOLDER / licences.VERSIONS
    versions.write_text(licences.spell_versions([*chosen, bare]), encoding="utf-8")
    run_from(monkeypatch, folder.parent)
    frozen = libraries()
    assert frozen.keys() == {"numpy", "pyside6-essentials", "sqlcipher3", "mako", "bare"}
    for part in chosen:
        other = frozen[canonicalize_name(part.name)]
        assert (other.version, other.licence, other.home) == (part.version, part.licence, part.home)
        assert sorted(licences.read_texts(other)) == sorted(licences.read_texts(part))
    assert frozen["bare"].texts == ()
    assert licences.read_texts(licences.list_parts()[0])[0][0] == "LICENSE"
    versions.unlink()
    with pytest.raises(EnvironmentTrouble):
        licences.list_parts()


def test_a_program_that_was_not_installed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(licences, "DISTRIBUTION", "go-cua-of-nobody")
    with pytest.raises(EnvironmentTrouble):
        licences.list_parts()
