"""The app as it is served: its pages, and an address for whoever monitors it."""

from starlette.routing import Route
from streamlit.starlette import App

from geo.views.health import answer_health

app = App("app.py", routes=[Route("/healthz", answer_health)])
