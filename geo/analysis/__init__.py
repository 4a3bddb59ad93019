"""Pure analysis: a frame in, a new frame out."""
