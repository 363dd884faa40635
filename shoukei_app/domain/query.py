"""What a table shows: which records, in which order. The store turns it into SQL."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Query:
    """`text` is searched whatever its width, kana or 旧字体; `filters` keep records with one of the values."""

    text: str = ""
    filters: dict[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    descending: bool = False
