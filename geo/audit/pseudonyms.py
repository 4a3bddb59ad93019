"""Names under which the audit trail knows people, which lead nowhere."""

import hashlib
import os
import secrets
from pathlib import Path
from typing import Final

from geo.audit.folder import hold, open_private

_KEY: Final = "key"
_KEY_BYTES: Final = 32


def make_pseudonym(root: Path, identity: str) -> str:
    """Return under which name the trail knows somebody: always the same, and leading nowhere.

    Made with a key that stays in the workspace, so that a list of possible identities is of no use
    to who has the trail alone.

    Raises
    ------
    AccessError
        If the key cannot be made or read.
    """
    with hold(root) as folder:
        path = folder / _KEY
        if not path.exists():
            _write_key(path)
        key = path.read_bytes()
    return hashlib.blake2b(identity.encode(), key=key, digest_size=8).hexdigest()


def _write_key(path: Path) -> None:
    beside = path.with_name(f"{path.name}.new")
    with open(beside, "wb", opener=open_private) as file:
        file.write(secrets.token_bytes(_KEY_BYTES))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
