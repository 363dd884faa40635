"""What became of a print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedPages:
    """What became of a print: pages in the PDF, pieces (or sheets) on them, and how many carry a customer barcode."""

    pages: int
    printed: int
    barcodes: int = 0
