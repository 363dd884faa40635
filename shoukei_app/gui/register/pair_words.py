"""Two firms that could be one, in words: how sure it is and why, what a field says, and what a merge moves."""

from collections.abc import Iterator, Sequence
from datetime import date
from enum import Enum
from typing import Any

from shoukei_app.domain import addressing, form_number
from shoukei_app.domain.duplicates import Level, Likeness
from shoukei_app.domain.firm import Address, FirmFacts
from shoukei_app.domain.mailing import Addressee
from shoukei_app.gui.register.columns import postal_code_shown
from shoukei_app.usecases.firms import Course, FirmCard
from shoukei_app.words.dates import with_weekday
from shoukei_app.words.terms import word

LEVEL_TONES = {Level.SURE: "done", Level.ASK: "attention", Level.DIFFERENT: ""}
EMPTY = "（空）"
_FILES_NAMED = 2


def likeness_shown(likeness: Likeness) -> str:
    """The level and its figure: 確実 94点."""
    return f"{word(likeness.level)} {round(likeness.score * 100)}点"


def reasons_shown(likeness: Likeness) -> str:
    """What two firms share, and what speaks against it: 商号・電話が一致、番地が異なる."""
    shared: dict[str, list[str]] = {}
    for reason in likeness.reasons:
        what, _, how = word(reason).partition("が")
        shared.setdefault(how, []).append(what)
    return "、".join(f"{'・'.join(whats)}が{how}" for how, whats in shared.items())


def place_shown(facts: FirmFacts) -> str:
    """Where a firm is, beginning with its municipality."""
    return f"{facts.address.municipality}{facts.address.town}{facts.address.rest}"


def value_shown(field: str, facts: FirmFacts) -> str:
    """What a firm says in a field that is chosen side by side; "" for nothing."""
    value: Any = getattr(facts, field)
    match value:
        case Address():
            code = postal_code_shown(value.postal_code)
            return "\n".join(filter(None, (f"〒{code}" if code else "", value.text)))
        case bool():
            return "申出あり" if value else "申出なし"
        case int():
            return f"{value:,}人"
        case Enum():
            day = with_weekday(facts.status_on) if field == "status" and isinstance(facts.status_on, date) else ""
            return "　".join(filter(None, (word(value), day, facts.status_reason if field == "status" else "")))
        case _:
            return value or ""


def letter_lines(facts: FirmFacts) -> tuple[str, ...]:
    """How the firm would be written on a letter: postcode, address, names with 様 or 御中."""
    addressee = Addressee(facts.name, facts.office, facts.title, facts.representative, facts.address)
    lines = addressing.address_lines(addressee)
    address = "".join(lines.address[:2]), *lines.address[2:]
    return tuple(filter(None, (lines.postal_code, *address, *(name.whole for name in lines.names))))


def moved_by_merge(
    kept: Sequence[Course], gone: Sequence[Course], kept_card: FirmCard, gone_card: FirmCard
) -> tuple[str, ...]:
    """What of the firm that goes moves to the one that is kept, besides its facts: a sentence each."""
    return tuple(_moved(kept, gone, kept_card, gone_card)) or ("値のほかに移るものはありません。",)


def _moved(kept: Sequence[Course], gone: Sequence[Course], kept_card: FirmCard, gone_card: FirmCard) -> Iterator[str]:
    stays = {course.campaign: course.line.number for course in kept}
    for course in gone:
        number = form_number.shown(course.line.number)
        if course.campaign in stays:
            yield (
                f"{course.campaign}では両方に整理番号があります。{form_number.shown(stays[course.campaign])}を残し、"
                f"{number}には発送しません。"
            )
        else:
            yield f"整理番号 {number}（{course.campaign}）が移ります。"
    if gone_card.visits:
        yield f"訪問・電話の記録 {len(gone_card.visits):,}件が移ります。"
    if gone_card.referrals:
        yield f"橋渡しの記録 {len(gone_card.referrals):,}件が移ります。"
    if gone_card.sources:
        files = list(dict.fromkeys(source.file_name for source in gone_card.sources))
        named = "、".join(files[:_FILES_NAMED]) + ("ほか" if len(files) > _FILES_NAMED else "")
        total = len(kept_card.sources) + len(gone_card.sources)
        yield f"名簿の行 {len(gone_card.sources):,}行（{named}）が加わり、合わせて {total:,}行になります。"
