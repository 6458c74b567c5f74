"""What a training run is, before it runs. Never imports torch or Textual."""
