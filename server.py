"""The app as it is served: a guard before every request, and an address for whoever monitors it."""

from starlette.routing import Route
from streamlit.starlette import App

from geo.views.health import answer_health
from geo.views.serving import list_guards, sweep_up

app = App(
    "app.py",
    lifespan=sweep_up,
    routes=[Route("/healthz", answer_health)],
    middleware=list_guards(),
)
