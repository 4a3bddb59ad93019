"""What a worker does with one part of a set of points: plain functions that travel to it."""
