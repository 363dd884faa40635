"""Invented firms for the benches: places are real, and names are about as rare as in a real register."""

from dataclasses import replace
from random import Random

from shoukei_app.usecases import masters
from shoukei_app.usecases.sample import firms
from shoukei_app.usecases.sample.firms import SampleFirm

_FIRMS_A_MUNICIPALITY = 1_250
_SYLLABLES = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワ"
_GIVEN = "一二三真正和明光幸健直義文武信博弘康雅浩修誠隆進勇茂清勝美恵子代枝江奈香織里"
_RARE = 0.9
_PREFECTURES = ("20", "22")


def invent(count: int) -> list[SampleFirm]:
    """As many firms, the same ones for the same count; a municipality has 1,250 of them at most."""
    master = masters.postal_master()
    random = Random(1)
    places = [place.code for place in master.municipalities.all() if place.code[:2] in _PREFECTURES]
    codes = sorted(code for code in places if master.areas_of(code))[: max(1, count // _FIRMS_A_MUNICIPALITY)]
    return [_rarer(one, random) for one in firms.invent(count, random, master, dict.fromkeys(codes, 1))]


def _rarer(one: SampleFirm, random: Random) -> SampleFirm:
    rare = "".join(random.choices(_SYLLABLES, k=3)) if random.random() < _RARE else ""
    surname = one.representative.split("\u3000")[0]
    given = "".join(random.choices(_GIVEN, k=2))
    return replace(one, name=f"{rare}{one.name}", kana=f"{rare}{one.kana}", representative=f"{surname}\u3000{given}")
