"""Blocks of page Acties, and what other pages show of agreements."""
