"""The bars that an independent encoder draws: zint, by way of its Python bindings."""

import zint

_TOP, _BOTTOM = 0, 2


def zint_bars(text: str) -> str:
    """The 67 bars (1 long, 2 upper, 3 lower, 4 timing) of figures, hyphens and capitals of at most 20 codes."""
    symbol = zint.Symbol()
    symbol.symbology = zint.Symbology.JAPANPOST
    symbol.encode(text)
    rows = symbol.encoded_data
    upper, lower = (
        [rows[row, place // 8] >> place % 8 & 1 for place in range(0, symbol.width, 2)] for row in (_TOP, _BOTTOM)
    )
    return "".join(
        {(1, 1): "1", (1, 0): "2", (0, 1): "3", (0, 0): "4"}[pair] for pair in zip(upper, lower, strict=True)
    )
