"""Frames into things that people look at: maps, files and Dutch words."""
