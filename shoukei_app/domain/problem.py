"""What can go wrong for a person at the desk, as data; `words.problems` holds the sentence for each kind."""

from enum import StrEnum, auto


class ProblemKind(StrEnum):
    """Every refusal the program can give. Nothing was changed when one is raised."""

    # files that come in
    FILE_MISSING = auto()
    FILE_LOCKED = auto()
    FILE_EMPTY = auto()
    FILE_TOO_LARGE = auto()
    FILE_UNKNOWN_TYPE = auto()
    FILE_DAMAGED = auto()
    FILE_PROTECTED = auto()
    ENCODING_UNKNOWN = auto()
    ENCODING_WRONG = auto()
    SHEET_MISSING = auto()
    NO_FIRMS_IN_FILE = auto()
    NO_FIRMS_IN_SHEET = auto()
    COLUMN_MISSING = auto()
    POSTAL_FILE_WRONG = auto()
    POSTAL_FILE_PARTIAL = auto()
    POSTAL_FILE_OLDER = auto()
    # files that go out
    OUTPUT_LOCKED = auto()
    OUTPUT_FOLDER_MISSING = auto()
    DISK_FULL = auto()
    # the ledger
    LEDGER_MISSING = auto()
    LEDGER_EXISTS = auto()
    LEDGER_NOT_OURS = auto()
    LEDGER_NEWER = auto()
    LEDGER_READ_ONLY = auto()
    LEDGER_BUSY = auto()
    LEDGER_DAMAGED = auto()
    LEDGER_UNREACHABLE = auto()
    # the work
    NOT_FOUND = auto()
    NOTHING_TO_UNDO = auto()
    NOTHING_TO_REDO = auto()
    CHANGED_SINCE = auto()
    CHANGED_MEANWHILE = auto()
    PREVIEW_STALE = auto()
    NO_CAMPAIGN = auto()
    NO_TARGETS = auto()
    NOBODY_TO_MAIL = auto()
    NOT_IN_RUN = auto()
    NOTHING_TO_PRINT = auto()
    RUN_CANCELLED = auto()
    RUN_POSTED = auto()
    NOT_HELD = auto()
    NOT_UNDELIVERED = auto()
    FORM_NUMBER_WRONG = auto()
    FORM_NUMBER_UNKNOWN = auto()
    ALREADY_RECEIVED = auto()
    NOT_RECEIVED = auto()
    SAME_KEYER = auto()
    KEYED_BY_OTHER = auto()
    FIRST_ENTRY_MISSING = auto()
    SHEET_SETTLED = auto()
    NOTHING_TO_JUDGE = auto()
    PAPER_NOT_READ = auto()
    NOTHING_TO_CORRECT = auto()
    NOTHING_TO_REVIEW = auto()
    QUESTION_UNKNOWN = auto()
    ANSWER_UNREADABLE = auto()
    RULES_UNREADABLE = auto()
    RATES_UNREADABLE = auto()
    QUESTIONNAIRE_UNREADABLE = auto()
    LABEL_SHEET_UNKNOWN = auto()
    ENVELOPE_UNKNOWN = auto()
    LABEL_SHEET_EXISTS = auto()
    LABEL_SHEET_TOO_FINE = auto()
    LABEL_SHEET_OVERLAPS = auto()
    LABEL_SHEET_OUTSIDE = auto()
    START_FACE_OUTSIDE = auto()
    CALIBRATION_UNREADABLE = auto()
    CALIBRATION_TOO_LARGE = auto()
    PIECE_OUTSIDE = auto()
    PIECE_NOT_IN_RUN = auto()
    TEXT_DOES_NOT_FIT = auto()
    LETTER_TOO_LONG = auto()
    CHARACTER_UNPRINTABLE = auto()
    LETTER_FIELD_UNKNOWN = auto()
    LETTER_FIELD_EMPTY = auto()
    LETTER_SEALS_DO_NOT_FIT = auto()
    LETTERS_UNREADABLE = auto()
    OTHER_CORPORATE_NUMBER = auto()
    DOUBLE_BOOKED = auto()
    VALUE_MISSING = auto()
    VALUE_WRONG = auto()


class Problem(Exception):
    """One refusal: its kind and the data its sentence needs. The window and the command line show the sentence."""

    def __init__(self, kind: ProblemKind, **data: object) -> None:
        super().__init__(kind, data)
        self.kind = kind
        self.data = data
