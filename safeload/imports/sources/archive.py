"""Looks into the zip that an .xlsx is, before anything else reads it.

The directory of a zip is what its writer claims; so after the claims are checked each part is inflated here
in small pieces and counted (OWASP ASVS 5.2.3). A part that declares its own entities is refused: no
spreadsheet program writes one.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from safeload.imports.sources import limits

_PIECE = 256 * 1024
_LOCAL_HEADER = 30
_ENCRYPTED = 0x1
_DECLARATIONS = (b"<!DOCTYPE", b"<!ENTITY", b"<\0!\0D\0O\0C\0T\0Y\0P\0E\0", b"<\0!\0E\0N\0T\0I\0T\0Y\0")
_OVERLAP = 32


class BadArchiveError(ValueError):
    """The reason, as the end of the sentence “This file cannot be read: …”."""


def check(content: bytes) -> None:
    """Raise BadArchiveError unless `content` is a workbook's zip that is safe to inflate."""
    try:
        archive = zipfile.ZipFile(BytesIO(content))
    except (zipfile.BadZipFile, ValueError, EOFError, OSError, struct.error) as error:
        raise BadArchiveError(
            "it is not a complete workbook. It may have been cut short on its way. "
            "Save it again as .xlsx and send it again."
        ) from error
    with archive:
        entries = archive.infolist()
        _check_directory(entries)
        total = 0
        for entry in entries:
            total = _count(content, entry, total)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """What the directory says of itself: number of parts, sizes, passwords, doubled names."""
    if len(entries) > limits.ENTRIES:
        raise BadArchiveError(
            f"it holds {len(entries):,} parts, and at most {limits.ENTRIES:,} are "
            "read. Save the lists on their own."
        )
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise BadArchiveError(
            "two of its parts have the same name. Open it in a spreadsheet program and save it again."
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise BadArchiveError("it is protected by a password. Save it without the password.")
    if "xl/workbook.xml" not in names:
        raise BadArchiveError(
            "it is a zip file, not an .xlsx workbook. Take the workbook out of the "
            "zip, or save it again as .xlsx."
        )
    if sum(entry.file_size for entry in entries) > limits.INFLATED_BYTES:
        raise BadArchiveError(_too_large())


def _too_large() -> str:
    return (
        f"it unpacks to more than {limits.INFLATED_BYTES // limits.MB} MB. "
        "Delete blank formatted rows and sheets that are not lists, then save it again."
    )


def _count(content: bytes, entry: zipfile.ZipInfo, total: int) -> int:
    """Inflate one part in pieces, count what comes out and look for declarations. Gives the new total."""
    size, tail = 0, b""
    for piece in _pieces(content, entry):
        size += len(piece)
        if total + size > limits.INFLATED_BYTES:
            raise BadArchiveError(_too_large())
        if size > limits.RATIO_FROM_BYTES and size > limits.RATIO * max(entry.compress_size, 1):
            raise BadArchiveError(
                f"one of its parts unpacks to more than {limits.RATIO} times its size, as no list does. "
                "Copy the lists into a new workbook and send that."
            )
        window = tail + piece
        if any(mark in window for mark in _DECLARATIONS):
            raise BadArchiveError(
                "it declares its own XML entities, which no spreadsheet program writes. "
                "Open it in a spreadsheet program and save it again as .xlsx."
            )
        tail = piece[-_OVERLAP:]
    return total + size


def _pieces(content: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """The inflated bytes of one part, whatever size its directory claims."""
    packed = _packed(content, entry)
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (packed[at : at + _PIECE] for at in range(0, len(packed), _PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise BadArchiveError(
            "it is packed in a way that no spreadsheet program uses. Save it again as .xlsx."
        )
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        piece = inflater.decompress(packed, _PIECE)
        while piece:
            yield piece
            piece = inflater.decompress(inflater.unconsumed_tail, _PIECE)
    except zlib.error as error:
        raise BadArchiveError("part of it is damaged. Save it again as .xlsx and send it again.") from error


def _packed(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    """The packed bytes of one part; its place is read from its own header, as every unzipper does."""
    start = entry.header_offset
    header = content[start : start + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or header[:4] != b"PK\x03\x04":
        raise BadArchiveError("part of it is damaged. Save it again as .xlsx and send it again.")
    name_length, extra_length = struct.unpack("<HH", header[26:30])
    begin = start + _LOCAL_HEADER + name_length + extra_length
    packed = content[begin : begin + entry.compress_size]
    if len(packed) < entry.compress_size:
        raise BadArchiveError(
            "it is not a complete workbook. It may have been cut short on its way. Send it again."
        )
    return packed
