"""Lets `python -m geo.cli` do what `hotspotkaart` does."""

from geo.cli import main

main()
