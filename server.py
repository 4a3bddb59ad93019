"""The server: the app, with its guard before every request."""

from streamlit.starlette import App

from geo.views.serving import list_guards

app = App("app.py", middleware=list_guards())
