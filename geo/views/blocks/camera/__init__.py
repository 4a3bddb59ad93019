"""Camera units: where they would cover most, and why there."""
