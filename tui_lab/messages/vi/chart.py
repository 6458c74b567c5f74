"""Texts of the charts, in Vietnamese."""

TEXTS: dict[str, str] = {
    "epoch": "epoch",
}
