"""Copies of the ledger that were opened and checked."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from shoukei_app.store import ledger as ledger_files
from shoukei_app.store.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy, and whether it was found sound when it was opened."""

    file: Path
    sound: bool


def back_up(ledger: Ledger, folder: Path, at: datetime) -> Backup:
    """Copy the ledger into `folder`, open the copy and check it. Raises Problem as `files.whole` does."""
    name = ledger.path.stem if ledger.path else "台帳"
    target = folder / f"{name}（控え {at:%Y-%m-%d %H%M%S}）{ledger_files.SUFFIX}"
    ledger_files.backup(ledger, target)
    copy = ledger_files.open_ledger(target)
    try:
        return Backup(target, copy.is_sound())
    finally:
        copy.close()
