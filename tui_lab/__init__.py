"""dl-lab: learn deep learning in a terminal."""

__version__ = "0.1.0"
