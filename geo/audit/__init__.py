"""The audit trail of a workspace: who used what and when, and whether anybody touched that."""

from geo.audit.pseudonyms import make_pseudonym
from geo.audit.records import Act, Fault, Seal, TrailCheck, Use
from geo.audit.trail import append_use, check_trail, read_uses

__all__ = [
    "Act",
    "Fault",
    "Seal",
    "TrailCheck",
    "Use",
    "append_use",
    "check_trail",
    "make_pseudonym",
    "read_uses",
]
