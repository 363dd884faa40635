"""Hard names, each right or held back: on labels and letters, as picture and as text, and the same on every run."""

import os
import re
import subprocess
import sys
import tomllib
import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from paper_samples import OCCASION, address, template
from pdf_reader import Pdf
from PIL import Image, ImageChops

from shoukei_app import assets
from shoukei_app.domain import label_sheet
from shoukei_app.domain.form_number import form_number
from shoukei_app.domain.mailing import Addressee, Piece
from shoukei_app.domain.progress import Progress
from shoukei_app.domain.typeface import units
from shoukei_app.paper import document, fonts, labels, letter
from shoukei_app.paper.fonts import Face, Font

BIZ, JINMEI, ITAIJI, GOTHIC = "BIZUD", "ShoukeiJinmeiMincho", "ShoukeiItaijiMincho", "ShoukeiJinmeiGothic"
WHERE = address("3800000", "長野市", "架空町", "1番地2")
EM = 15.0
"""mm"""
DPI = 200
SLIP = (40.0, 60.0)
"""Width and height in mm of a page for one character."""

# What draws a unit in Mincho, and in the Gothic faces.
UNITS = {
    **dict.fromkeys("髙﨑邉邊渡㐂彅桒曻𡈽𣘺𦚰①㈱㍿㊥ﾊﾝéüΩ々〆", (BIZ, BIZ)),
    **dict.fromkeys(
        ("辻", "辻\U000e0100", "辻\U000e0101", "葛", "葛\U000e0100", "邉\U000e0100", "神\ufe00"), (BIZ, BIZ)
    ),
    **dict.fromkeys("𠮷", (JINMEI, GOTHIC)),
    **dict.fromkeys(("㑹", "辻\U000e0102", "邉\U000e010f", "邊\U000e0110"), (JINMEI, JINMEI)),
    **dict.fromkeys(("邉\U000e0101", "邉\U000e010e", "邊\U000e0101"), (ITAIJI, ITAIJI)),
}

NAMES = {
    "髙﨑商店": "",
    "𠮷田屋": "",
    "辻\U000e0100酒店": "",
    "葛\U000e0100城食堂": "",
    "渡邉\U000e0101建設": "",
    "㐂楽": "",
    "①号㈱㍿㊥": "",
    "ﾊﾝｶｸ工業": "",
    "Café Müller Ω": "",
    "架\u200b空\ufeff屋": "",
    "カ\u3099ス工業": "",
    "☎\ufe0f電話店": "",
    "外字\ue000屋": "\ue000",
    "架空〓屋": "〓",
    "架?空屋": "?",
    "髙\U000e0107橋": "髙\U000e0107",
    "あ\u3099屋": "\u3099",
    "\ufffd屋": "\ufffd",
    "😢屋": "😢",
}
PRINTED = [name for name, lacking in NAMES.items() if not lacking]


def _pieces() -> list[Piece]:
    return [
        Piece(serial, form_number(serial), Addressee(name, "", "店主", f"{name}の主", WHERE))
        for serial, name in enumerate(PRINTED, start=1)
    ]


def _print_labels(target: Path) -> None:
    sheets = label_sheet.from_data(tomllib.loads(assets.text("labels/sheets.toml")))
    labels.print_labels(target, _pieces(), label_sheet.find(sheets, "ELM008"), Progress())


def _print_letters(target: Path) -> None:
    letter.print_letters(target, _pieces(), template(), OCCASION, Progress())


PAPERS = {"labels": _print_labels, "letters": _print_letters}


@pytest.mark.parametrize(("name", "lacking"), NAMES.items())
def test_each_name_is_right_or_held_back(name: str, lacking: str) -> None:
    assert fonts.missing_in(Addressee(name, "", "", "", WHERE)) == lacking
    in_the_address = replace(WHERE, rest=f"{name}前")
    assert fonts.missing_in(Addressee("架空", "", "", "", in_the_address)) == lacking


@pytest.mark.parametrize("paper", PAPERS)
def test_printed_names_copy_out_as_they_stand(tmp_path: Path, paper: str) -> None:
    PAPERS[paper](tmp_path / "紙.pdf")
    pdf = Pdf(tmp_path / "紙.pdf")
    text = "".join(pdf.squeezed(page) for page in range(len(pdf)))
    for name in PRINTED:
        drawn = "".join("".join(units(name)).split())
        assert text.count(f"{drawn}の主") == 1, name
    assert "〓" not in text


@pytest.mark.parametrize("face", Face)
@pytest.mark.parametrize("unit", UNITS)
def test_the_font_that_draws_a_unit(face: Face, unit: str) -> None:
    file = fonts.loaded(face).file(unit)
    assert file is not None
    assert file.name.startswith(UNITS[unit][0 if face is Face.MINCHO else 1])


@pytest.mark.parametrize("face", Face)
def test_the_picture_of_a_unit_is_its_glyphs(tmp_path: Path, face: Face) -> None:
    size = EM / Font(face, 1.0).height
    with document.written(tmp_path / "字.pdf", title="字", size=SLIP) as paper:
        for unit in (*UNITS, "\ue000"):
            page = paper.drawing()
            page.text(10.0, 40.0, unit, Font(face, size))
            paper.page(page)
    pdf = Pdf(tmp_path / "字.pdf")
    missing = _ink(pdf, len(UNITS))
    for number, unit in enumerate(UNITS):
        file = fonts.loaded(face).file(unit)
        picture = _ink(pdf, number)
        assert picture.getbbox() is not None, unit
        assert ImageChops.difference(picture, missing).getbbox() is not None, unit
        assert picture.getbbox() == pytest.approx(_expected_box(file.name, file.glyphs[unit]), abs=2.0), unit
        assert pdf.squeezed(number) == unit


def test_a_variant_is_another_picture_than_the_plain_character(tmp_path: Path) -> None:
    pairs = [("辻\U000e0100", "辻"), ("葛\U000e0100", "葛"), ("邉\U000e0101", "邉"), ("𠮷", "吉"), ("神\ufe00", "神")]
    with document.written(tmp_path / "字.pdf", title="字", size=SLIP) as paper:
        for unit in (unit for pair in pairs for unit in pair):
            page = paper.drawing()
            page.text(10.0, 40.0, unit, Font(Face.MINCHO, 40.0))
            paper.page(page)
    pdf = Pdf(tmp_path / "字.pdf")
    for number in range(0, 2 * len(pairs), 2):
        assert ImageChops.difference(_ink(pdf, number), _ink(pdf, number + 1)).getbbox() is not None


@pytest.mark.parametrize("face", Face)
def test_a_line_does_not_jump_where_another_font_stands_in(face: Face) -> None:
    """Kanji of the stand-ins reach as high and as low as those of the face, within a thirtieth of the type size."""
    first = _mean_edges(face.value, "東国山田林高渡斎伊間野株会様")
    for name in fonts.STAND_INS[face][:1]:
        other = _mean_edges(name, "凲噣宨愪旟猓硞綞荓袀趹鈣靻鴯")
        assert other == pytest.approx(first, abs=1 / 30)


@pytest.mark.parametrize("paper", PAPERS)
def test_fonts_are_embedded_and_hold_only_what_is_drawn(tmp_path: Path, paper: str) -> None:
    PAPERS[paper](tmp_path / "紙.pdf")
    data = (tmp_path / "紙.pdf").read_bytes()
    embedded = [int(size) for size in re.findall(rb"/Length1 (\d+)", data)]
    names = set(re.findall(rb"/FontName /([A-Z]{6}\+[\w-]+)", data))
    assert len(embedded) == len(names) == data.count(b"/FontFile2") == data.count(b"/Subtype /Type0")
    assert b"/Type1" not in data
    assert {name.partition(b"+")[2].decode() for name in names} >= {"ShoukeiItaijiMincho-Regular"}
    assert max(embedded) < 160_000
    assert all(len(glyphs) < 1500 for glyphs in _code_maps(data))


@pytest.mark.parametrize("paper", PAPERS)
def test_equal_input_gives_equal_bytes_in_every_process(tmp_path: Path, paper: str) -> None:
    targets = []
    for seed in ("1", "2"):
        target = tmp_path / f"{seed}.pdf"
        command = "import sys, test_hard_names as t; from pathlib import Path; t.PAPERS[sys.argv[1]](Path(sys.argv[2]))"
        paths = os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])
        environment = os.environ | {"PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        subprocess.run([sys.executable, "-c", command, paper, str(target)], check=True, env=environment)
        targets.append(target.read_bytes())
    assert targets[0] == targets[1]


def _ink(pdf: Pdf, page: int) -> Image.Image:
    return pdf.picture(page, DPI).point(lambda grey: 255 if grey < 128 else 0)


def _expected_box(name: str, glyph: int) -> tuple[float, float, float, float]:
    """Where a glyph's ink is on the page, in pixels: left, top, right, bottom."""
    font = _font(name)
    outline = font["glyf"][font.getGlyphName(glyph)]
    pixels = EM / font["head"].unitsPerEm / 25.4 * DPI
    left, baseline = 10.0 / 25.4 * DPI, 40.0 / 25.4 * DPI
    return (
        left + outline.xMin * pixels,
        baseline - outline.yMax * pixels,
        left + outline.xMax * pixels,
        baseline - outline.yMin * pixels,
    )


def _mean_edges(name: str, characters: str) -> tuple[float, float]:
    """The mean lower and upper edge of the ink of `characters`, in em."""
    font = _font(name)
    plain, em = font.getBestCmap(), font["head"].unitsPerEm
    outlines = [font["glyf"][plain[ord(one)]] for one in characters]
    return (
        sum(outline.yMin for outline in outlines) / len(outlines) / em,
        sum(outline.yMax for outline in outlines) / len(outlines) / em,
    )


@cache
def _font(name: str) -> TTFont:
    return TTFont(BytesIO(assets.data(f"fonts/{name}.ttf")))


def _code_maps(data: bytes) -> list[bytes]:
    """The CIDToGIDMap of each font: two bytes a code."""
    found = []
    for number in re.findall(rb"/CIDToGIDMap (\d+) 0 R", data):
        stream = re.search(rb"\n" + number + rb" 0 obj.*?stream\r?\n(.*?)endstream", data, re.DOTALL)
        assert stream is not None
        found.append(zlib.decompress(stream[1]))
    return found
