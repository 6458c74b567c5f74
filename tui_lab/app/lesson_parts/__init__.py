"""What the keys of a lesson do: one file a feature."""
