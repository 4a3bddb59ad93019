"""What the driehoek is told, as pages of a deck and of a report."""
