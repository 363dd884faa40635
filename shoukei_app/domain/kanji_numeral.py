"""Kanji numerals as addresses write them."""

DIGITS = "〇一二三四五六七八九"
_POWERS = {"十": 10, "百": 100, "千": 1000}
ALL = DIGITS + "".join(_POWERS)


def number(numeral: str) -> int:
    """The value of a numeral below 10,000, by place (二十三) or digit by digit (二三)."""
    if not any(character in _POWERS for character in numeral):
        return int("".join(str(DIGITS.index(character)) for character in numeral))
    total, digits = 0, ""
    for character in numeral:
        if character in _POWERS:
            total += (number(digits) if digits else 1) * _POWERS[character]
            digits = ""
        else:
            digits += character
    return total + (number(digits) if digits else 0)


def numeral(number: int) -> str:
    """The numeral of a number from 1 to 99: 21 → 二十一."""
    tens, ones = divmod(number, 10)
    return (DIGITS[tens] if tens > 1 else "") + ("十" if tens else "") + (DIGITS[ones] if ones else "")
