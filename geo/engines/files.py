"""Files that every worker can reach: on this machine, a shared disk, or wherever fsspec leads."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

import pyarrow as pa
from pyarrow import fs, ipc

from geo.errors import EngineError

Address = str
_SCHEME: Final = "://"


def reach(address: Address) -> tuple[fs.FileSystem, str]:
    """Find the file system of an address, and the path on it.

    Parameters
    ----------
    address
        A path, or an address such as ``s3://bucket/folder`` for which fsspec has a driver.

    Raises
    ------
    EngineError
        If nothing here knows its kind.
    """
    if _SCHEME not in address:
        return fs.LocalFileSystem(), address
    try:
        # An extra, as is the driver behind it.
        from fsspec.core import url_to_fs  # noqa: PLC0415

        system, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise EngineError(
            "address-kind",
            expected="a path, or an address that fsspec and its drivers know",
            got=f"{address} ({error})",
            remedy="install the driver, or copy the files to a folder",
            address=address,
        ) from error
    return fs.PyFileSystem(fs.FSSpecHandler(system)), str(path)


def settle(address: Address) -> Address:
    """Return the address as it reads from everywhere: a path from the root, or as it is."""
    return address if _SCHEME in address else str(Path(address).absolute())


def join(address: Address, name: str) -> Address:
    """Return the address of a file in a folder."""
    return f"{address.rstrip('/')}/{name}"


def write_whole(address: Address, write: Callable[[Any], None]) -> None:
    """Write a file that is there as a whole or not at all, whoever is stopped halfway.

    Parameters
    ----------
    address
        Where to; what is there already is replaced.
    write
        Given an open file.
    """
    system, path = reach(address)
    folder, _, name = path.rpartition("/")
    begun = f"{folder}/.{name}.{uuid4().hex}"
    with system.open_output_stream(begun) as file:
        write(file)
    system.move(begun, path)


def write_batches(address: Address, batches: Sequence[pa.RecordBatch], schema: pa.Schema) -> None:
    """Write batches of one schema, each of which can be read by itself."""

    def write(file: Any) -> None:
        with ipc.new_file(file, schema) as writer:
            for batch in batches:
                writer.write_batch(batch)

    write_whole(address, write)


def read_batches(
    address: Address, numbers: Sequence[int], columns: Sequence[str] | None = None
) -> Iterator[pa.RecordBatch]:
    """Read some of the batches of a file, in the order of their numbers.

    Parameters
    ----------
    address, numbers
        Of the file and of the batches in it.
    columns
        In the order of the file; None for all.
    """
    system, path = reach(address)
    with system.open_input_file(path) as file:
        options = ipc.IpcReadOptions()
        if columns is not None:
            names = ipc.open_file(file).schema.names
            options = ipc.IpcReadOptions(included_fields=[names.index(name) for name in columns])
        held = ipc.open_file(file, options=options)
        for number in numbers:
            yield held.get_batch(number)


def make_folder(address: Address) -> None:
    """Make a folder, with those above it."""
    system, path = reach(address)
    system.create_dir(path, recursive=True)


def list_files(address: Address) -> tuple[Address, ...]:
    """List the files in a folder and in those within it, in order; of a file only itself.

    Those of which a part of the path begins with a dot or an underscore are left out: they are
    what other programs put beside data.
    """
    system, path = reach(address)
    info = system.get_file_info(path)
    if info.type == fs.FileType.File:
        return (address,)
    found = system.get_file_info(fs.FileSelector(path, recursive=True, allow_not_found=True))
    beneath = sorted(
        one.path[len(path.rstrip("/")) + 1 :] for one in found if one.type == fs.FileType.File
    )
    return tuple(
        join(address, name)
        for name in beneath
        if not any(part.startswith((".", "_")) for part in name.split("/"))
    )


def remove_folder(address: Address) -> None:
    """Remove a folder with all that is in it; one that is not there is no problem."""
    system, path = reach(address)
    if system.get_file_info(path).type == fs.FileType.Directory:
        system.delete_dir(path)
