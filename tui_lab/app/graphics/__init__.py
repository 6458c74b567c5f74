"""Pictures in a terminal's own graphics: the kitty protocol and sixel. Nothing here knows Textual."""
