"""The course and its lessons, as read from `lessons/`. Never imports torch or Textual."""
