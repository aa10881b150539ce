"""Settings: a TOML file in the platform's config folder, over it the environment (`EMPFANG_…`)."""

import os
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from empfang.clock import SystemClock
from empfang.errors import InputProblem

NAME = "empfang"
FILE = "empfang.toml"
PREFIX = "EMPFANG_"


def _data_folder() -> Path:
    return Path(platformdirs.user_data_dir(NAME, appauthor=False))


def config_file() -> Path:
    """Where the settings file is, if there is one."""
    return Path(platformdirs.user_config_dir(NAME, appauthor=False)) / FILE


class Settings(BaseModel):
    """What can be set. Every setting has a sensible default; most desks need no file.

    Plain pydantic: pydantic-settings takes a fifth of the time in which an empty Textual application starts.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    lang: Literal["de", "en"] = "de"
    desk_folder: Path = Field(default_factory=lambda: _data_folder() / "desk")
    database: str = Field(default_factory=lambda: str(_data_folder() / "central.db"))
    scanner_prefix: str = ""
    clock_offset_s: float = 0.0
    mirror: Path | None = None
    """A folder (a stick, a share) that gets an encrypted copy of what is unsent."""
    printer: str = ""
    """For run slips: a printer's name, "default", or "file:FOLDER"; empty: numbers are written by hand."""
    slip_format: Literal["A4", "A5", "A6", "label"] = "A5"
    """A4 is for printers that have nothing else; a label is 62 × 29 mm."""
    list_folder: Path | None = None
    """A folder (a stick) for the emergency lists, as PDF that anybody can read who has it; else one of the desk's."""

    dial_command: str = ""
    """A program that dials, with its arguments; `{tel}` stands for tel:+49… Run without a shell. Empty: by hand."""

    idle_minutes: float = Field(default=5, ge=0, le=24 * 60)
    """After so long without a key the screen is covered by itself; 0: never."""

    # The service's confirmations (docs/confirmations.md)
    smtp_host: str = ""
    """The mail server; empty: no mails leave."""
    smtp_port: int | None = Field(default=None, ge=1, le=65535)
    """Usually 587 with starttls, 465 with tls, 25 with none; that is taken if nothing is set."""
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    """none: only to a mail server on the same computer."""
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_password_file: Path | None = None
    """A file whose first line is the password."""
    mail_from: str = ""
    """The address that mails come from."""
    mail_reply_to: str = ""
    sms_url: str = "https://gateway.seven.io/api"
    sms_key: SecretStr = SecretStr("")
    """The gateway's key; empty: no text messages leave."""
    sms_key_file: Path | None = None
    sms_sender: str = ""
    """A name (up to 11 letters and digits) or a number (up to 16 digits); empty: as the gateway has it."""
    messages_per_minute: int = Field(default=300, ge=1, le=6000)
    """So many mails and text messages leave at most, of each service process."""

    # What people may do themselves (docs/online.md)
    online: bool = True
    """Whether the service answers the public calls at all."""
    online_calls_per_minute: int = Field(default=120, ge=1, le=60_000)
    """From one address, of each service process."""
    online_registrations_per_hour: int = Field(default=720, ge=1, le=360_000)
    """From one address, of each service process."""

    def clock(self) -> SystemClock:
        """The computer's clock, moved for a demo."""
        return SystemClock(timedelta(seconds=self.clock_offset_s))


def read_settings(path: Path, environment: Mapping[str, str]) -> Settings:
    """The settings of a file (which may be missing), overridden by the environment.

    Raises:
        InputProblem: `settings_bad`, naming the file's line or the setting.
    """
    try:
        values: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        for name in Settings.model_fields:
            given = environment.get(PREFIX + name.upper())
            if given is not None:
                values[name] = given
        return Settings.model_validate(values)
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputProblem("settings_bad", path=path, detail=str(error)) from None
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise InputProblem("settings_bad", path=path, detail=f"{name}: {first['msg']}") from None


@cache
def settings() -> Settings:
    """The settings of this process."""
    return read_settings(config_file(), os.environ)
