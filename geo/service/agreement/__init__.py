"""What was agreed on places, and what came of it."""
