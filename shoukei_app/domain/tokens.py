"""The design tokens: colours, type sizes and the grid, as plain values for window, charts and PDF reports alike."""

from dataclasses import dataclass

GRID = 8
"""Every distance is a multiple of this, or half of it, in px at 100 %."""

RADIUS = 10
"""Corner radius of cards in px; controls take 6, so that a control in a card looks set into it."""

CONTROL_RADIUS = 6

TYPE_SCALES = (100, 115, 130)
"""Type sizes a person can ask for, in per cent."""


@dataclass(frozen=True, slots=True)
class TypeSizes:
    """The five sizes of type in px at 100 %."""

    note: int = 11
    body: int = 13
    lead: int = 15
    title: int = 21
    figure: int = 27


SIZES = TypeSizes()


@dataclass(frozen=True, slots=True)
class Palette:
    """One set of colours, each "#RRGGBB"; a role is named by what it does, never by how it looks."""

    name: str
    # text
    ink: str
    secondary: str
    accent: str
    done: str
    attention: str
    overdue: str
    # what lies behind text
    ground: str
    surface: str
    field: str
    track: str
    hover: str
    selected: str
    accent_soft: str
    done_soft: str
    attention_soft: str
    overdue_soft: str
    # lines
    line: str
    field_line: str
    accent_line: str
    # filled with the accent
    accent_hover: str
    on_accent: str
    # the navigation at the left, dark in both palettes
    navigation: str
    navigation_selected: str
    navigation_text: str
    navigation_faint: str
    badge: str
    on_badge: str
    # short messages at the bottom
    toast: str
    on_toast: str
    toast_link: str


LIGHT = Palette(
    name="light",
    ink="#1B2430",
    secondary="#5B6675",
    accent="#0B5CAD",
    done="#277245",
    attention="#945700",
    overdue="#B3261E",
    ground="#F5F6F8",
    surface="#FFFFFF",
    field="#FFFFFF",
    track="#ECEFF3",
    hover="#EEF2F6",
    selected="#DCEAF8",
    accent_soft="#EAF2FB",
    done_soft="#E6F3EB",
    attention_soft="#FDF3E0",
    overdue_soft="#FCEBE9",
    line="#E1E5EA",
    field_line="#848F9E",
    accent_line="#B9D4EF",
    accent_hover="#094B8E",
    on_accent="#FFFFFF",
    navigation="#12324F",
    navigation_selected="#1F4E7A",
    navigation_text="#E4EDF6",
    navigation_faint="#A9BED3",
    badge="#F2B94B",
    on_badge="#1B2430",
    toast="#1B2430",
    on_toast="#FFFFFF",
    toast_link="#8EC5FF",
)

DARK = Palette(
    name="dark",
    ink="#E6EBF1",
    secondary="#A6B1BF",
    accent="#6CB2F5",
    done="#67C48D",
    attention="#E5AE57",
    overdue="#F4958C",
    ground="#11161D",
    surface="#1A212A",
    field="#12181F",
    track="#2A333F",
    hover="#232C37",
    selected="#1F3B57",
    accent_soft="#182B3F",
    done_soft="#18302A",
    attention_soft="#332A1B",
    overdue_soft="#3A2326",
    line="#2B3541",
    field_line="#6F7C8B",
    accent_line="#2F5377",
    accent_hover="#8CC4F8",
    on_accent="#0A1420",
    navigation="#0C1A28",
    navigation_selected="#1D3F61",
    navigation_text="#DCE6F0",
    navigation_faint="#93A8BD",
    badge="#E5AE57",
    on_badge="#171B20",
    toast="#E6EBF1",
    on_toast="#171B20",
    toast_link="#0B5CAD",
)

PALETTES = {palette.name: palette for palette in (LIGHT, DARK)}

TEAM_HUES = (212, 150, 32, 280, 0, 95, 325, 55, 185, 250)
"""Hues (degrees) that tell organisations apart in a calendar, pale behind ink; a name always stands beside them."""

STATUS_ROLES = ("accent", "done", "attention", "overdue")
"""Roles that colour a state; each also has its `_soft` ground. A word always stands beside the colour."""

TEXT_ON_GROUND = (
    *((text, ground) for text in ("ink", "secondary") for ground in ("ground", "surface", "field", "track", "hover")),
    *((text, ground) for text in ("ink", "secondary") for ground in ("selected", "accent_soft", "attention_soft")),
    *((text, ground) for text in ("ink", "secondary") for ground in ("done_soft", "overdue_soft")),
    *((status, ground) for status in STATUS_ROLES for ground in ("ground", "surface", "field", "hover", "selected")),
    *((status, f"{status}_soft") for status in STATUS_ROLES),
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    ("navigation_text", "navigation"),
    ("navigation_text", "navigation_selected"),
    ("navigation_faint", "navigation"),
    ("on_badge", "badge"),
    ("on_toast", "toast"),
    ("toast_link", "toast"),
)
"""Every pair of text and ground that is used: at least 4.5 : 1 (WCAG 2.2, 1.4.3)."""

PART_ON_GROUND = (
    ("field_line", "surface"),
    ("field_line", "field"),
    ("field_line", "ground"),
    ("accent", "track"),
    ("done", "track"),
    ("attention", "track"),
    ("overdue", "track"),
    ("badge", "navigation"),
)
"""Every pair of a part that must be seen and what lies behind it: at least 3 : 1 (WCAG 2.2, 1.4.11)."""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours "#RRGGBB", from 1 (equal) to 21 (black on white), as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
