"""Files and public services become clean frames here."""
