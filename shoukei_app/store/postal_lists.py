"""The lists of postcodes that a user loaded, one archive a month, kept in a folder beside no ledger."""

import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

from shoukei_app import files

KEPT = 2
_NAME = re.compile(r"postal-(\d{4}-\d{2})\.zip")


def months(folder: Path) -> list[str]:
    """The months (YYYY-MM) that are there, the newest first."""
    if not folder.is_dir():
        return []
    found = (_NAME.fullmatch(file.name) for file in folder.iterdir())
    return sorted((name[1] for name in found if name), reverse=True)


def reader(folder: Path, month: str, otherwise: Callable[[str], bytes]) -> Callable[[str], bytes] | None:
    """Gives a table of that month by its name, `otherwise` what the archive lacks; None where it can't be read."""
    try:
        with zipfile.ZipFile(_file(folder, month)) as archive:
            tables = {name: archive.read(name) for name in archive.namelist()}
    except (OSError, zipfile.BadZipFile):
        return None
    return lambda name: tables[name] if name in tables else otherwise(name)


def save(folder: Path, month: str, tables: Mapping[str, bytes]) -> None:
    """Keeps the tables of a month, and of the months before only the newest. Raises what `files.whole` raises."""
    folder.mkdir(parents=True, exist_ok=True)
    with files.whole(_file(folder, month)) as path, zipfile.ZipFile(path, "w") as archive:
        for name, content in tables.items():
            archive.writestr(name, content)
    for old in months(folder)[KEPT:]:
        _file(folder, old).unlink(missing_ok=True)


def _file(folder: Path, month: str) -> Path:
    return folder / f"postal-{month}.zip"
