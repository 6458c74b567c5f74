"""Vietnamese (NFC)."""
