"""The project's own tooling; run from the root as `python -m tools.<name>`, mostly by the Makefile."""
