"""What a letter fills in (差込み項目): one table for the editor, the checks and the printing."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from shoukei_app.domain.problem import Problem, ProblemKind

_FIELD = re.compile(r"\{([^{}]*)\}|[{}]")


@dataclass(frozen=True, slots=True)
class LetterField:
    """A field: its key between braces in a kept text, its name in the editor, an example.

    `of_piece`: it differs from letter to letter of a run.
    """

    key: str
    name: str
    example: str
    of_piece: bool = False


FIELDS = (
    LetterField("firm", "事業者名", "株式会社見本製作所", of_piece=True),
    LetterField("representative", "代表者", "代表取締役　見本 太郎", of_piece=True),
    LetterField("office", "事業所名", "見本製作所 長野工場", of_piece=True),
    LetterField("municipality", "市町村", "長野市", of_piece=True),
    LetterField("number", "整理番号", "000412-7", of_piece=True),
    LetterField("deadline", "回答期限", "令和8年10月16日（金）"),
    LetterField("today", "日付", "令和8年9月1日"),
    LetterField("campaign", "調査の名前", "令和8年度 事業承継診断"),
    LetterField("sender", "差出人", "見本町役場"),
    LetterField("section", "担当の課", "産業振興課"),
    LetterField("contact", "問い合わせ先", "見本 花子"),
    LetterField("phone", "電話", "026-000-1000"),
    LetterField("fax", "FAX", "026-000-1001"),
    LetterField("address", "差出人の住所", "長野県見本町1番地"),
    LetterField("reply", "返送の方法", "同封の返信用封筒又はＦＡＸ（026-000-1001）"),
)

BY_KEY: Mapping[str, LetterField] = {field.key: field for field in FIELDS}
_BY_NAME: Mapping[str, LetterField] = {field.name: field for field in FIELDS}


def keys(text: str) -> Iterator[str]:
    """What stands between braces in a text, known or not; a brace without its partner counts as itself."""
    return (match[0] if match[1] is None else match[1] for match in _FIELD.finditer(text))


def varies(text: str) -> bool:
    """Whether a text differs from letter to letter."""
    return any(key in BY_KEY and BY_KEY[key].of_piece for key in keys(text))


def shown(text: str) -> str:
    """A kept text as the editor shows it: {firm} → {事業者名}. `kept` reads it back."""
    return _renamed(text, {field.key: field.name for field in FIELDS})


def kept(text: str) -> str:
    """A text of the editor as it is kept: {事業者名} → {firm}."""
    return _renamed(text, {field.name: field.key for field in FIELDS})


def is_name(name: str) -> bool:
    """Whether the editor knows a field of this name."""
    return name in _BY_NAME


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with the values of its fields, by key; a field of the piece without a value in `values` stays for later.

    Raises Problem: LETTER_FIELD_UNKNOWN, LETTER_FIELD_EMPTY.
    """
    check(text, values)
    return lenient(text, values)


def check(text: str, values: Mapping[str, str]) -> None:
    """Refuse a text as `filled` does."""
    for key in keys(text):
        field = BY_KEY.get(key)
        if field is None:
            raise Problem(ProblemKind.LETTER_FIELD_UNKNOWN, field=key if key in ("{", "}") else f"{{{key}}}")
        if not field.of_piece and not values.get(key):
            raise Problem(ProblemKind.LETTER_FIELD_EMPTY, field=field.name)


def lenient(text: str, values: Mapping[str, str]) -> str:
    """The same without refusing anything: what cannot be filled in stays as it is."""
    if "{" not in text:
        return text
    return _FIELD.sub(lambda match: values.get(match[1] or "") or match[0], text)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    return _FIELD.sub(lambda match: f"{{{names[match[1]]}}}" if match[1] in names else match[0], text)
