"""Paper: documents told once as plain data, and made into PDF and Word from that."""
