"""Settings: a TOML file in the platform's config folder, over it the environment (`EMPFANG_…`)."""

import tomllib
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Literal

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from empfang.clock import SystemClock
from empfang.errors import InputProblem

NAME = "empfang"
FILE = "empfang.toml"


def _data_folder() -> Path:
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def config_file() -> Path:
    """Where the settings file is, if there is one."""
    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / FILE


class Settings(BaseSettings):
    """What can be set. Every setting has a sensible default; most desks need no file."""

    model_config = SettingsConfigDict(env_prefix="EMPFANG_", extra="forbid", toml_file=config_file())

    lang: Literal["de", "en"] = "de"
    desk_folder: Path = Field(default_factory=lambda: _data_folder() / "desk")
    database: str = Field(default_factory=lambda: str(_data_folder() / "central.db"))
    scanner_prefix: str = ""
    clock_offset_s: float = 0.0

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)

    def clock(self) -> SystemClock:
        """The computer's clock, moved for a demo."""
        return SystemClock(timedelta(seconds=self.clock_offset_s))


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        InputProblem: `settings_bad`, naming the file's line or the setting.
    """
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputProblem("settings_bad", path=config_file(), detail=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputProblem("settings_bad", path=config_file(), detail=f"{name}: {first['msg']}") from None
