"""Typed builders: the one way in which tests and the demonstration make rows. One file a room."""
