"""Patrols: planned, taken along, ticked off and held against the plan."""
