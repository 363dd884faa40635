"""What the window remembers on this PC (QSettings); what belongs to the campaign lives in the ledger instead."""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QByteArray, QSettings

T = TypeVar("T")

RECENT_LEDGERS_KEPT = 8


def storage() -> QSettings:
    """The settings of this person on this PC; an INI file, so that a help desk can read and mend it."""
    return QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "shoukei", "window")


@dataclass(frozen=True)  # no slots: Option[int](…) would fail on Python 3.11
class Option(Generic[T]):
    """One thing that is remembered: its key and what holds until somebody chooses. Values are what JSON can hold."""

    key: str
    default: T

    def get(self) -> T:
        """The value chosen, or the default where there is none or it makes no sense."""
        stored = storage().value(self.key)
        if not isinstance(stored, str):
            return self.default
        try:
            value = json.loads(stored)
        except ValueError:
            return self.default
        return value if isinstance(value, type(self.default)) else self.default

    def set(self, value: T) -> None:
        """Remember a value."""
        storage().setValue(self.key, json.dumps(value, ensure_ascii=False))


TYPE_SCALE = Option("appearance/type_scale", 100)
APPEARANCE = Option("appearance/palette", "system")
RECENT_LEDGERS: Option[list[str]] = Option("ledgers/recent", [])
PERSON = Option("person/name", "")
WINDOW_GEOMETRY = Option("window/geometry", "")


def columns_of(table: str) -> Option[list[str]]:
    """The keys of the columns a person chose to see in one table; empty until they choose."""
    return Option(f"tables/{table}/columns", [])


def widths_of(table: str) -> Option[dict[str, int]]:
    """The widths in px at 100 % a person gave to columns of one table."""
    return Option(f"tables/{table}/widths", {})


def order_of(table: str) -> Option[list[str]]:
    """The column a table was last sorted by and "up" or "down"; empty until somebody sorts."""
    return Option(f"tables/{table}/order", [])


def views_of(table: str) -> Option[dict[str, dict[str, Any]]]:
    """The views a person saved of one table, by name: what is searched, filtered and sorted, and the columns."""
    return Option(f"tables/{table}/views", {})


def folder_for(purpose: str) -> Option[str]:
    """The folder last used for one purpose of opening or saving ("list", "letters", …)."""
    return Option(f"folders/{purpose}", "")


def sheet_draft(location: str, campaign_id: int, sheet: str) -> Option[str]:
    """The sheet ("questionnaire", "hearing") that is being designed for a campaign, not yet in use; "" for none."""
    drawer = sha256(location.encode()).hexdigest()[:16]
    return Option(f"{sheet}/{drawer}/{campaign_id}", "")


def remember_ledger(location: str) -> None:
    """Put a ledger at the head of the recent ones."""
    others = [other for other in RECENT_LEDGERS.get() if other != location]
    RECENT_LEDGERS.set([location, *others][:RECENT_LEDGERS_KEPT])


def forget_ledger(location: str) -> None:
    """Take a ledger off the recent ones, because it is no longer there."""
    RECENT_LEDGERS.set([other for other in RECENT_LEDGERS.get() if other != location])


def as_text(state: QByteArray) -> str:
    """A state that Qt saved, as an option can hold it."""
    return bytes(state.toBase64().data()).decode("ascii")


def as_state(text: str) -> QByteArray:
    """The reverse of `as_text`."""
    return QByteArray.fromBase64(text.encode("ascii"))


def existing_folder(purpose: str) -> str:
    """The folder last used for a purpose, or "" where it is gone (a USB stick taken out, a share not connected)."""
    folder = folder_for(purpose).get()
    return folder if folder and Path(folder).is_dir() else ""
