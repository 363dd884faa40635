"""Letters as a file: what is written reads back, and what is no letter is refused in one sentence."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app.domain.letter import LetterTemplate, Paragraph, ParagraphKind, Seal
from shoukei_app.domain.mailing import Sender
from shoukei_app.domain.problem import Problem, ProblemKind
from shoukei_app.exchange import letter_file

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
LETTERS = st.dictionaries(
    st.sampled_from(["first", "reminder2", "再送", 'a"b']),
    st.builds(
        LetterTemplate,
        TEXT,
        st.lists(st.builds(Paragraph, TEXT, st.sampled_from(ParagraphKind)), max_size=4).map(tuple),
        opening=TEXT,
        seal=st.sampled_from(Seal),
        senders=st.lists(st.builds(Sender, TEXT, phone=TEXT), max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=2,
)


@given(LETTERS)
def test_what_is_written_reads_back(tmp_path: Path, letters: dict[str, LetterTemplate]) -> None:
    letters = {
        kind: LetterTemplate(
            each.title,
            each.paragraphs,
            each.opening,
            seal=each.seal,
            senders=tuple(sender for sender in each.senders if sender.name),
        )
        for kind, each in letters.items()
    }
    target = tmp_path / "文面.toml"
    letter_file.write(target, letters)
    assert letter_file.read(target) == letters


@pytest.mark.parametrize(
    "content", [b"\xff\xfe\x00", b"title = 1", b"# empty", b"[first]\ntitle = 'a'", b"[first]\nparagraphs = 3", b"[[["]
)
def test_what_is_no_letter_is_refused(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "文面.toml"
    source.write_bytes(content)
    with pytest.raises(Problem) as raised:
        letter_file.read(source)
    assert raised.value.kind is ProblemKind.LETTERS_UNREADABLE


def test_a_file_of_notepad_is_read(tmp_path: Path) -> None:
    source = tmp_path / "文面.toml"
    letters = {"first": LetterTemplate("お願い", (Paragraph("本文"),))}
    letter_file.write(source, letters)
    source.write_bytes(b"\xef\xbb\xbf" + source.read_bytes().replace(b"\n", b"\r\n"))
    assert letter_file.read(source) == letters
