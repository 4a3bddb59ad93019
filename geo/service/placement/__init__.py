"""Placements of camera units: agreed, kept, told and evaluated."""
