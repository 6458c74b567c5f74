"""What the keys of the lab do: one file a feature."""
