"""Letters as data: what they hold, what is filled in, and which letter a kind of run gets."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shoukei_app import assets
from shoukei_app.domain import letter_fields
from shoukei_app.domain.letter import (
    MOST_SENDERS,
    LetterTemplate,
    Paragraph,
    ParagraphKind,
    Place,
    Seal,
    letter_data,
    letter_from_data,
    letters_from_data,
    template_for,
    texts,
    with_text,
)
from shoukei_app.domain.letter_fields import FIELDS
from shoukei_app.domain.mailing import RunKind, Sender
from shoukei_app.domain.problem import Problem, ProblemKind

EVERY = "".join(f"{{{field.key}}}" for field in FIELDS)
LETTER = LetterTemplate(
    "お願い",
    (Paragraph("本文{firm}"), Paragraph("期限：{deadline}", ParagraphKind.ITEM), Paragraph("注", ParagraphKind.NOTE)),
    number="8産第1号",
    letterhead="{sender}",
    seal=Seal.OMITTED,
    senders=(Sender("架空市", "商工課"), Sender("架空村", phone="026-000-0000")),
)


def test_the_data_form_reads_back() -> None:
    assert letter_from_data(letter_data(LETTER)) == LETTER


@pytest.mark.parametrize("data", [{}, {"title": 1, "paragraphs": []}, {"title": "a", "paragraphs": [{"kind": "x"}]}])
def test_what_is_no_letter_is_refused(data: dict[str, object]) -> None:
    with pytest.raises((TypeError, ValueError, KeyError)):
        letter_from_data(data)


def test_no_more_senders_than_there_is_room_for_are_read() -> None:
    data = letter_data(LETTER) | {"senders": [{"name": f"架空町{place}"} for place in range(20)]}
    assert len(letter_from_data(data).senders) == MOST_SENDERS


def test_every_kind_of_run_has_a_letter_and_every_field_of_the_standard_letters_is_known() -> None:
    standard = letters_from_data(tomllib.loads(assets.text("letters/standard.toml")))
    for kind in RunKind:
        assert template_for(standard, kind).title
    values = {field.key: field.example for field in FIELDS}
    for letter in standard.values():
        for _, text in texts(letter):
            letter_fields.check(text, values)


def test_a_kind_without_a_letter_takes_that_of_its_family() -> None:
    first, reminder = LetterTemplate("初回", ()), LetterTemplate("督促", ())
    letters = {"first": first, "reminder": reminder}
    assert template_for(letters, "reminder2") is reminder
    assert template_for(letters, "reissue") is first


def test_every_text_has_its_place() -> None:
    for place, text in texts(LETTER):
        changed = with_text(LETTER, place, text + "。")
        assert dict(texts(changed))[place] == text + "。"
        assert sum(one != other for one, other in zip(texts(changed), texts(LETTER), strict=True)) == 1
    assert Place("paragraphs", 2) in dict(texts(LETTER))


def test_all_fields_are_filled_in() -> None:
    values = {field.key: field.example for field in FIELDS}
    assert letter_fields.filled(EVERY, values) == "".join(field.example for field in FIELDS)


def test_fields_of_the_piece_stay_for_later() -> None:
    values = {field.key: field.example for field in FIELDS if not field.of_piece}
    assert letter_fields.filled("{firm}、{phone}", values) == "{firm}、026-000-1000"
    assert letter_fields.varies("{firm}")
    assert not letter_fields.varies("{phone}")


@pytest.mark.parametrize(
    ("text", "field"), [("{dedline}まで", "{dedline}"), ("{事業者名", "{"), ("}", "}"), ("{}", "{}")]
)
def test_what_is_no_field_is_refused(text: str, field: str) -> None:
    with pytest.raises(Problem) as raised:
        letter_fields.filled(text, {})
    assert raised.value.kind is ProblemKind.LETTER_FIELD_UNKNOWN
    assert raised.value.data["field"] == field


def test_an_empty_field_is_named_in_japanese() -> None:
    with pytest.raises(Problem) as raised:
        letter_fields.filled("{fax}", {"fax": ""})
    assert raised.value.kind is ProblemKind.LETTER_FIELD_EMPTY
    assert raised.value.data["field"] == "FAX"


@given(st.text(alphabet="あ{}firm事業者名 ", max_size=40))
def test_the_editors_names_and_the_kept_keys_are_one_to_one(text: str) -> None:
    kept = letter_fields.kept(text)
    assert letter_fields.kept(letter_fields.shown(kept)) == kept
    assert "{firm}" not in letter_fields.shown(text)
