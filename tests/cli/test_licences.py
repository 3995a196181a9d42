"""`outreach licences`: the list, a whole text, and a name nobody has; without a workspace."""

from pathlib import Path

from tests.cli.command_line import CommandLine


def test_the_list_and_a_whole_text_need_no_workspace(tmp_path: Path) -> None:
    outreach = CommandLine(tmp_path / "nowhere")
    parts = {each["name"]: each for each in outreach("licences").data["parts"]}
    assert parts["Gõ Cửa"]["kind"] == "program"
    assert parts["Mako"] == {
        "name": "Mako", "version": "1.4.3", "licence": "MIT", "kind": "library", "home": "https://www.makotemplates.org/",
        "texts": ["LICENSE"],
    }  # fmt: skip
    [text] = outreach("licences", "mako").data["part"]["texts"]
    assert text["name"] == "LICENSE"
    assert "Permission is hereby granted" in text["text"]
    said = outreach.plain("licences", "mako", "--lang", "vi").out
    assert said.startswith("Mako: 1.4.3 · MIT\n")
    assert "Permission is hereby granted" in said
    assert "Be Vietnam Pro: OFL-1.1" in outreach.plain("licences", "--lang", "vi").out


def test_a_name_nobody_has_is_a_sentence(tmp_path: Path) -> None:
    assert CommandLine(tmp_path)("licences", "leftpad", expect=3).error["key"] == "no_part"
