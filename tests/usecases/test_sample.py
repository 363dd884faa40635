"""The sample campaign: the same seed gives the same bytes, and its numbers have the shape that is known."""

import hashlib
from pathlib import Path

import pytest

from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.domain.progress import Progress
from shoukei_app.store import ledger as ledgers
from shoukei_app.usecases import history
from shoukei_app.usecases.sample import campaign

FIRMS = 350


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name, seed in (("一", 5), ("二", 5), ("三", 6)):
        campaign.make(tmp_path / name, count=30, seed=seed, progress=Progress())
    first, second, other = (digests(tmp_path / name) for name in "一二三")
    assert first == second
    assert first["発送/依頼文.pdf"] != other["発送/依頼文.pdf"]
    assert "見本.shoukei" in first
    assert not [name for name in first if name.endswith(("-wal", "-shm", ".partial"))]


def test_its_shape_is_that_of_a_real_campaign(tmp_path: Path) -> None:
    made = campaign.make(tmp_path, count=FIRMS, seed=1, progress=Progress())
    assert (made.firms, made.mailed) == (FIRMS, FIRMS)
    assert made.replied == pytest.approx(1200 * FIRMS / 3500, rel=0.05)
    assert made.visited == pytest.approx(300 * FIRMS / 3500, rel=0.05)
    assert 2 <= made.referred <= 4
    assert made.flagged > made.visited > made.referred
    assert all((tmp_path / name).is_file() for name in made.files)
    opened = ledgers.open_ledger(made.ledger)
    assert opened.is_sound()
    assert history.verify(opened).whole
    opened.close()


def test_a_folder_that_has_one_is_left_alone(tmp_path: Path) -> None:
    campaign.make(tmp_path, count=5, seed=1, progress=Progress())
    before = digests(tmp_path)
    with pytest.raises(Problem) as caught:
        campaign.make(tmp_path, count=5, seed=1, progress=Progress())
    assert caught.value.kind is ProblemKind.LEDGER_EXISTS
    assert digests(tmp_path) == before
