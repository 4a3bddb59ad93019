"""Agreements in the store: what is written once stays as it is."""

from datetime import datetime
from typing import Final

import duckdb

from geo.agreements import Agreement, AgreementVersion, decode_agreement, encode_agreement
from geo.errors import ParamsError, StoreError
from geo.store.connection import damaged
from geo.store.versions import (
    Entry,
    Ledger,
    add_first,
    add_later,
    find_strays,
    merge_records,
    read_entries,
)


class Agreements:
    """The agreements of an open store.

    Parameters
    ----------
    connection
        Of the store.
    """

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self._connection = connection

    def add(self, agreement: Agreement, *, recorded_at: datetime) -> AgreementVersion:
        """Write down a new agreement under the next number."""
        body = encode_agreement(agreement)
        number = add_first(self._connection, _LEDGER, body, recorded_at=recorded_at)
        return AgreementVersion(
            agreement_id=number, version=1, recorded_at=recorded_at, why="", agreement=agreement
        )

    def add_version(self, version: AgreementVersion) -> None:
        """Write down a later version of an agreement beside the earlier ones.

        Raises
        ------
        ParamsError
            If there is no such agreement, or this is not the version after its last.
        """
        entry = Entry(
            version.agreement_id,
            version.version,
            version.recorded_at,
            version.why,
            encode_agreement(version.agreement),
        )
        add_later(self._connection, _LEDGER, entry)

    def read_versions(self, agreement_id: int | None = None) -> list[AgreementVersion]:
        """Read all versions, of one agreement or of all, in order of number and version.

        Raises
        ------
        StoreError
            If one cannot be read.
        """
        entries = read_entries(self._connection, _LEDGER, agreement_id)
        try:
            return [
                AgreementVersion(
                    agreement_id=entry.number,
                    version=entry.version,
                    recorded_at=entry.recorded_at,
                    why=entry.why,
                    agreement=decode_agreement(entry.body),
                )
                for entry in entries
            ]
        except ValueError as problem:
            raise damaged("an agreement that cannot be read") from problem

    def find_flaw(self) -> str | None:
        """Say what is wrong with agreements that no store wrote; None if they are whole."""
        try:
            self.read_versions()
        except StoreError as problem:
            return str(problem)
        stray = find_strays(self._connection, _LEDGER)
        return f"agreement {stray[0]} without one of its versions" if stray else None

    def merge(self) -> None:
        """Put the agreements of the attached backup beside those of the store."""
        merge_records(self._connection, _LEDGER)


def unknown_agreement(agreement_id: int) -> ParamsError:
    """Make the error for an agreement that is not there."""
    return ParamsError(
        "agreement-unknown",
        expected="the number of an agreement",
        got=f"{agreement_id}",
        remedy="choose one from the list",
        agreement=agreement_id,
    )


def _changed(latest: int, seen: int) -> ParamsError:
    return ParamsError(
        "agreement-changed",
        expected=f"a change of version {latest}, the last one",
        got=f"one of version {seen}",
        remedy="look at the last version and make the change again",
        version=latest,
    )


_LEDGER: Final = Ledger("agreements", "agreement_id", unknown_agreement, _changed)
