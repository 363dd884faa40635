"""The bundled resources are found by name, and a missing one is said at once."""

import pytest

from shoukei_app import assets


def test_a_file_is_found_by_its_name() -> None:
    assert assets.path("fonts/BIZUDPGothic-Regular.ttf").is_file()
    assert assets.data("fonts/BIZUDPGothic-Regular.ttf")[:4] == b"\x00\x01\x00\x00"
    assert "SIL OPEN FONT LICENSE" in assets.text("fonts/OFL-BIZ-UD.txt")


def test_names_are_sorted_and_lead_back_to_their_files() -> None:
    fonts = assets.names("fonts", ".ttf")
    assert fonts == sorted(fonts)
    assert len(fonts) >= 4
    assert all(assets.path(name).is_file() for name in fonts)


@pytest.mark.parametrize("name", ["fonts/none.ttf", "fonts", ""])
def test_what_is_not_there_raises(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        assets.path(name)


def test_a_missing_folder_raises() -> None:
    with pytest.raises(FileNotFoundError):
        assets.names("nowhere", ".tsv")
