"""How far work is that goes on while people look."""

from typing import Final

import streamlit as st

from geo.present import wording
from geo.present.markup import escape
from geo.views.work import Job

_POLL_SECONDS: Final = 1.0


@st.fragment(run_every=_POLL_SECONDS)
def follow(job: Job, note: str) -> None:
    """Show how far work is until it ends, and then look at the whole page again.

    Parameters
    ----------
    job
        Work that is going on.
    note
        What people can do meanwhile, in Dutch.
    """
    if not job.running:
        ended = "klaar" if job.problem is None else "niet gelukt"
        st.toast(f"{escape(job.title)}: {ended}.", icon=":material/flag:", duration="long")
        st.rerun()
    st.progress(job.share or 0.0, text=escape(_say_progress(job)))
    st.caption(f"Bezig sinds {job.started_at:%H:%M}. {note}")


def _say_progress(job: Job) -> str:
    if job.share is None:
        return f"{job.title} …"
    step = f"{job.step}: " if job.step else ""
    if job.share < 1:
        return f"{job.title} … {step}{wording.say_number(100 * job.share)}%"
    return f"{job.title} … {step}alles gelezen, nu samenvoegen met wat er al was"
