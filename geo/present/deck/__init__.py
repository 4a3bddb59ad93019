"""A deck: the pages for a meeting laid on slides, and written as a PPTX."""
