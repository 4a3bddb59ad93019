"""Moments as the store keeps them."""

from datetime import UTC, datetime


def to_utc(moment: datetime) -> datetime:
    """Return a moment as the store keeps it: in UTC, without a zone."""
    return moment.astimezone(UTC).replace(tzinfo=None)
