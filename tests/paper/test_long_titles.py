"""A title as long as the name: the line breaks behind the title, and 様 stays with the name."""

from pathlib import Path

import pytest
from paper_samples import address
from pdf_reader import Pdf

from shoukei_app.domain.addressing import address_lines
from shoukei_app.domain.geometry import Area
from shoukei_app.domain.mailing import Addressee
from shoukei_app.paper import document
from shoukei_app.paper.address_block import AddressStyle, draw_address
from shoukei_app.paper.fonts import Face

WHERE = address("3800000", "長野市", "架空町", "1")


@pytest.mark.parametrize("width", [34.0, 44.0, 80.0])
def test_the_name_is_never_torn_from_itself(tmp_path: Path, width: float) -> None:
    lines = address_lines(Addressee("架空", "", "代表取締役会長兼社長", "仮名山 太郎左衛門", WHERE))
    with document.written(tmp_path / "宛名.pdf", title="宛名") as paper:
        page = paper.drawing()
        draw_address(page, Area(20.0, 20.0, width, 42.0), lines, AddressStyle(Face.MINCHO))
        paper.page(page)
    printed = [" ".join(line.split()) for line in Pdf(tmp_path / "宛名.pdf").text(0).splitlines()]
    whole = "代表取締役会長兼社長 仮名山 太郎左衛門 様"
    assert printed[-1] == (whole if width == 80.0 else "仮名山 太郎左衛門 様")
    assert width == 80.0 or printed[-2] == "代表取締役会長兼社長"
