"""What to do with it: pure reckoning that turns incidents into advice."""
