"""Agreements on places and what came of them, in words, tables and lines."""
