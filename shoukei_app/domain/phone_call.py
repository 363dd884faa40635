"""A telephone call (電話での聞き取り) to a firm: how it ended, and what was answered so far."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum, auto

from shoukei_app.domain.answers import EMPTY_SHEET, AnswerSheet


class CallOutcome(StrEnum):
    """How a call ended."""

    ANSWERED = auto()
    CUT_OFF = auto()
    CALL_AGAIN = auto()
    NOBODY = auto()
    REFUSED = auto()


OPEN = frozenset({CallOutcome.CUT_OFF, CallOutcome.CALL_AGAIN, CallOutcome.NOBODY})
"""Outcomes after which the firm is called again."""


@dataclass(frozen=True, slots=True)
class PhoneCall:
    """One call. `call_again` is when, as the firm said it ("午後3時すぎ"); `answers` are those of a call cut off."""

    target_id: int
    called_at: datetime
    caller: str
    outcome: CallOutcome
    spoken_to: str = ""
    call_again: str = ""
    note: str = ""
    answers: AnswerSheet = field(default_factory=lambda: EMPTY_SHEET)
