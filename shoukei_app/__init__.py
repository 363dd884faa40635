"""承継診断 調査台帳: runs a mailed business-succession survey from the list of firms to the last follow-up."""

__version__ = "0.1.0"
