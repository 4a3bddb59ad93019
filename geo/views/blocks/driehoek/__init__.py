"""What the page Driehoek is put together from."""
