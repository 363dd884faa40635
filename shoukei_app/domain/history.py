"""The history (操作履歴): who did what and when; one journal that is audit trail and undo at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from typing import Any


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something, and when. Comes in from the window or the command line with every change."""

    person: str
    at: datetime


class OperationKind(StrEnum):
    """Every kind of change; one operation is undone as a whole."""

    NEW_LEDGER = auto()
    EDIT_CAMPAIGN = auto()
    EDIT_LETTERS = auto()
    EDIT_QUESTIONNAIRE = auto()
    NEW_QUESTIONNAIRE_VERSION = auto()
    EDIT_ORGANISATION = auto()
    EDIT_LABEL_SHEET = auto()
    IMPORT_LIST = auto()
    ADD_FIRM = auto()
    EDIT_FIRM = auto()
    MERGE_FIRMS = auto()
    SEPARATE_FIRMS = auto()
    TELL_APART = auto()
    EDIT_FIRMS = auto()
    SELECT_TARGETS = auto()
    REMOVE_TARGETS = auto()
    CREATE_RUN = auto()
    CANCEL_RUN = auto()
    DECIDE_NAME = auto()
    RECORD_PRINTED = auto()
    RECORD_SPOILED = auto()
    MARK_POSTED = auto()
    RECORD_UNDELIVERED = auto()
    CORRECT_ADDRESS = auto()
    RECEIVE = auto()
    LOG_LOOSE_SHEET = auto()
    IDENTIFY_SHEET = auto()
    COUNT_ENVELOPES = auto()
    RECORD_ANSWERS = auto()
    IMPORT_ANSWERS = auto()
    RECORD_CALL = auto()
    KEEP_PICTURES = auto()
    READ_PAPER = auto()
    JUDGE = auto()
    CHECK_SAMPLE = auto()
    ARCHIVE_SHEETS = auto()
    CORRECT_ANSWERS = auto()
    RUN_FLAGS = auto()
    EDIT_RULES = auto()
    OVERRIDE_FLAG = auto()
    WITHDRAW_OVERRIDE = auto()
    CHOOSE_COLUMNS = auto()
    PLAN_VISITS = auto()
    MOVE_VISIT = auto()
    EDIT_CALENDARS = auto()
    PLAN_CONSULTATION = auto()
    RECORD_VISIT = auto()
    REFER = auto()
    RECORD_FEEDBACK = auto()
    ASSIGN_CASES = auto()
    DECIDE_CASES = auto()
    REVIEW_CASES = auto()
    ADVANCE_CASES = auto()
    PLAN_MEETING = auto()
    HOLD_MEETING = auto()
    GIVE_TASKS = auto()
    FINISH_TASKS = auto()
    UNDO = auto()
    REDO = auto()


@dataclass(frozen=True, slots=True)
class Operation:
    """One line of the history. `reverses` is the operation that an undo or redo concerns."""

    id: int
    act: Act
    kind: OperationKind
    summary: Mapping[str, Any]
    reverses: int | None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record, before and after, as text."""

    subject: str
    record: int
    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChainCheck:
    """Whether the chain of the history is whole; `broken_at` is the first operation that does not fit."""

    operations: int
    broken_at: int | None

    @property
    def whole(self) -> bool:
        """No operation was changed, added or taken out behind the program's back."""
        return self.broken_at is None
