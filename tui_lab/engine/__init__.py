"""Training with PyTorch: models, optimizers, the loop, checkpoints, the worker. Never imports Textual."""
