"""Run folders: made, appended to, followed, commanded, listed, deleted. Never imports torch or Textual.

A run folder holds `config.json`, `events.jsonl`, `status.json`, `series.json`, `commands/`, `checkpoints/`
and `worker.log`: plain files on purpose, since home folders on GPU servers are often on NFS, where SQLite's
WAL mode is unsafe.
"""
