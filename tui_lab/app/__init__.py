"""The Textual app. Never imports torch, pandas, numpy or scikit-learn, and at first only what it shows."""
