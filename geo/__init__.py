"""Hotspotkaart: from a file of incidents to hotspots on a map."""
