"""What somebody set up once on this machine: language, theme, type size, when the window locks; no secrets."""

import contextlib
import json
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from outreach_app.errors import OutreachError
from outreach_app.files import read_capped, write_file

CHOICES: dict[str, tuple[str, ...]] = {
    "language": ("vi", "en"),
    "theme": ("light", "high_contrast"),
    "type_size": ("normal", "large", "largest"),
    "lock_after": ("15", "5", "30", "60"),
}
"""The values each setting may have, its default first; `lock_after` in minutes."""

_SIZE_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of this account on this machine; each value is one of `CHOICES`, anything else a ValueError."""

    language: str = CHOICES["language"][0]
    theme: str = CHOICES["theme"][0]
    type_size: str = CHOICES["type_size"][0]
    lock_after: str = CHOICES["lock_after"][0]

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name) not in CHOICES[field.name]:
                raise ValueError(f"{field.name} cannot be {getattr(self, field.name)!r}")


def settings_file() -> Path:
    """Where the settings stand: the platform's folder for configuration."""
    return Path(platformdirs.user_config_dir("go-cua", appauthor=False)) / "settings.json"


def load_settings(file: Path | None = None) -> Settings:
    """Read the settings; whatever is missing, damaged or from another version falls back to its default."""
    try:
        stored = json.loads(read_capped(file or settings_file(), _SIZE_LIMIT))
    except (OutreachError, ValueError, RecursionError):  # settings are never worth a refusal to start
        return Settings()
    known: dict[str, Any] = stored if isinstance(stored, dict) else {}
    found = Settings()
    for name in CHOICES:
        with contextlib.suppress(ValueError):
            found = replace(found, **{name: str(known.get(name))})
    return found


def save_settings(settings: Settings, file: Path | None = None) -> None:
    """Write the settings; EnvironmentTrouble when the folder refuses."""
    target = file or settings_file()
    with contextlib.suppress(OSError):  # write_file says in words what is wrong with the folder
        target.parent.mkdir(parents=True, exist_ok=True)
    data = json.dumps(asdict(settings), indent=2, sort_keys=True) + "\n"
    write_file(target, data.encode("utf-8"), overwrite=True)


def keep_language(language: str) -> None:
    """Keep a language, which must be one of `CHOICES`, for the next start; EnvironmentTrouble as in `save_settings`."""
    kept = load_settings()
    if kept.language != language:
        save_settings(replace(kept, language=language))
