"""What became of a print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """What became of a print: pages in the PDF, and pieces (or sheets) on them."""

    pages: int
    printed: int
