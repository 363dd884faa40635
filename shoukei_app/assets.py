"""Where the bundled resources are: fonts, the postcode master, area lists, samples.

One folder in three places: `resources/` beside the package in a checkout, inside the package in a wheel, and in either
place in a frozen build. Names are relative to it with "/" between the parts ("fonts/BIZUDPGothic-Regular.ttf").
"""

from functools import cache
from pathlib import Path


@cache
def _root() -> Path:
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(package / "resources")


def path(name: str) -> Path:
    """The file of this name on disk; FileNotFoundError where the bundle does not hold it."""
    file = _root() / name
    if not file.is_file():
        raise FileNotFoundError(file)
    return file


def text(name: str) -> str:
    """The content of a UTF-8 file, line ends as LF."""
    return path(name).read_text(encoding="utf-8")


def data(name: str) -> bytes:
    """The content of a file as it stands."""
    return path(name).read_bytes()


def names(folder: str, suffix: str) -> list[str]:
    """The sorted names of the files of one folder that end in `suffix`, each as `path`, `text` and `data` take it.

    FileNotFoundError where there is no such folder.
    """
    place = _root() / folder
    if not place.is_dir():
        raise FileNotFoundError(place)
    return sorted(f"{folder}/{file.name}" for file in place.iterdir() if file.is_file() and file.name.endswith(suffix))
