"""How fast the running app answers: made stores, a session without a browser, and measurements."""

import os

# The list of pages is imported here without an app around it, which Streamlit would warn of.
os.environ.setdefault("STREAMLIT_LOGGER_LEVEL", "error")
