"""Settings survive being written, being damaged, and coming from another version."""

from pathlib import Path

import pytest

from outreach_app.errors import EnvironmentTrouble
from outreach_app.settings import CHOICES, Settings, load_settings, save_settings, settings_file


def test_what_was_saved_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "er" / "settings.json"
    wanted = Settings(language="en", theme="high_contrast", type_size="largest")
    save_settings(wanted, file)
    assert load_settings(file) == wanted
    save_settings(Settings(), file)
    assert load_settings(file) == Settings()
    assert [path.name for path in file.parent.iterdir()] == ["settings.json"]


def test_they_stand_in_the_platforms_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    save_settings(Settings(language="en"))
    assert settings_file().is_relative_to(tmp_path)
    assert load_settings().language == "en"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "not json",
        "[]",
        "5",
        '{"language": 7}',
        '{"language": "fr"}',
        '{"theme": null, "new": 1}',
        "[" * 100_000,
        "\ufeff{}",
        "x" * 70_000,
    ],
)
def test_whatever_cannot_be_used_falls_back(tmp_path: Path, text: str) -> None:
    file = tmp_path / "settings.json"
    file.write_text(text, encoding="utf-8")
    assert load_settings(file) == Settings()


def test_one_bad_value_costs_only_itself(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    file.write_text(
        '{"language": "en", "theme": "pink", "type_size": "large", "later": true}', encoding="utf-8"
    )
    assert load_settings(file) == Settings(language="en", theme="light", type_size="large")


def test_a_value_that_is_none_of_the_choices_is_refused() -> None:
    with pytest.raises(ValueError, match="theme"):
        Settings(theme="dark")
    assert Settings() == Settings(*(choices[0] for choices in CHOICES.values()))


def test_a_folder_that_refuses_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentTrouble):
        save_settings(Settings(), tmp_path / "file" / "settings.json")
