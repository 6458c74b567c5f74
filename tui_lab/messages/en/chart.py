"""Texts of the charts, in English."""

TEXTS: dict[str, str] = {
    "epoch": "epoch",
}
