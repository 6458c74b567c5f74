"""A lesson on the screen: its state and how its blocks are painted. Pure: no Textual."""
