"""Next year's list of the same publisher is read as this year's was."""

from collections.abc import Sequence
from pathlib import Path

from list_samples import FIRMS, HEADINGS, delimited

from shoukei_app.domain.listing import EarlierList, GuessReason, ListColumn, ReadList
from shoukei_app.exchange.earlier import recall, remembered
from shoukei_app.exchange.list_file import read_list

C = ListColumn
LAST_YEAR: dict[ListColumn, tuple[int, ...]] = {
    C.FIRM_NAME: (0,),
    C.POSTAL_CODE: (1,),
    C.ADDRESS: (2,),
    C.PHONE: (3,),
    C.NOTE: (4,),  # a person said that the last column is to be a note
}
NEXT_YEAR = tuple(
    (name.replace("見本", "例示").replace("屋", "や"), code, address.replace("番地", "番"), phone, person)
    for name, code, address, phone, person in FIRMS
)


def earlier(
    rows: Sequence[tuple[str, ...]] = FIRMS, headings: tuple[str, ...] = HEADINGS, name: str = "会員名簿R5.csv"
) -> EarlierList:
    return EarlierList(name, headings, LAST_YEAR, tuple(rows))


def listed(folder: Path, *rows: Sequence[object], name: str = "会員名簿R6.csv") -> ReadList:
    return read_list(delimited(folder / name, *rows))


def test_the_same_headings_in_another_width_and_order(tmp_path: Path) -> None:
    order = (4, 0, 3, 2, 1)
    headings = [("ＴＥＬ" if index == 3 else HEADINGS[index].replace("名", " 名")) for index in order]
    rows = [[firm[index] for index in order] for firm in FIRMS]
    found = recall([earlier(headings=(*HEADINGS[:3], "tel", "代表者名"))], listed(tmp_path, headings, *rows))
    assert found is not None
    assert found.same_headings
    assert found.columns == {C.FIRM_NAME: (1,), C.POSTAL_CODE: (4,), C.ADDRESS: (3,), C.PHONE: (2,), C.NOTE: (0,)}


def test_other_headings_over_the_same_kinds_of_contents(tmp_path: Path) -> None:
    read = listed(tmp_path, ("名前等", "〒", "ところ", "でんわ", "ひと"), *NEXT_YEAR)
    found = recall([earlier()], read)
    assert found is not None
    assert not found.same_headings
    assert (found.columns, found.file_name) == (LAST_YEAR, "会員名簿R5.csv")
    reasons = {guess.reason for guess in remembered(read.guesses, found.columns) if guess.meaning}
    assert reasons == {GuessReason.REMEMBERED}


def test_other_headings_in_another_order_with_a_new_column(tmp_path: Path) -> None:
    rows = [(number, firm[4], firm[2], firm[1], firm[3], firm[0]) for number, firm in enumerate(FIRMS, 1)]
    found = recall([earlier()], listed(tmp_path, ("整理", "ひと", "ところ", "符号", "でんわ", "なまえ"), *rows))
    assert found is not None
    assert found.columns == {C.FIRM_NAME: (5,), C.POSTAL_CODE: (3,), C.ADDRESS: (2,), C.PHONE: (4,), C.NOTE: (1,)}


def test_a_list_of_another_kind_is_not_taken_for_it(tmp_path: Path) -> None:
    other = [(name, "令和5年4月1日", person, address) for name, _, address, _, person in FIRMS]
    read = listed(tmp_path, ("屋号", "許可日", "営業者", "営業所所在地"), *other, name="食品営業.csv")
    assert recall([earlier(NEXT_YEAR)], read) is None
    assert recall([], read) is None


def test_what_only_the_new_list_has_keeps_its_guess(tmp_path: Path) -> None:
    rows = [(*firm, "製造業") for firm in FIRMS]
    found = recall([earlier()], listed(tmp_path, (*HEADINGS, "業種"), *rows))
    assert found is not None
    assert found.columns == LAST_YEAR | {C.INDUSTRY: (5,)}
