"""What must never be opened, or must cost nothing when it is (ASVS 5.2; assurance rows 4)."""

from __future__ import annotations

import contextlib
import os
import random
import resource
import struct
import time
import zipfile
from pathlib import Path

import pytest

from safeload.imports.sources import limits, workbook
from safeload.imports.sources.records import RefusedError
from tests.imports import build


def refusal(path: Path) -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(RefusedError) as caught:
        workbook.open_tables(path)
    fault = caught.value.fault
    assert fault.blocking
    assert fault.file == path.name
    assert str(fault).startswith(path.name)
    assert "\n" not in fault.message
    assert str(path.parent) not in str(fault)
    return fault.message


def test_a_two_gigabyte_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    assert "2,048 MB, and at most 25 MB" in refusal(path)
    assert time.perf_counter() - started < 1
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 * 1024


def test_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "empty.xlsx"
    path.write_bytes(b"")
    assert "it is empty" in refusal(path)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "cannot be opened" in refusal(tmp_path / "nowhere.xlsx")
    assert "is a folder" in refusal(tmp_path)


def test_a_picture_with_a_workbooks_name(tmp_path: Path) -> None:
    path = tmp_path / "lists.xlsx"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    assert "is not a workbook or a list" in refusal(path)


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "lists.zip"
    path.write_bytes(build.zip_of({"a.txt": b"a"}))
    assert "not an .xlsx workbook" in refusal(path)


@pytest.mark.parametrize("part", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short(tmp_path: Path, part: float) -> None:
    path = build.small(tmp_path / "cut.xlsx")
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * part)])
    assert "not a complete workbook" in refusal(path)


def test_an_old_workbook_cut_short(tmp_path: Path) -> None:
    path = build.xls(tmp_path / "cut.xls", {"List_6": [build.SIX]})
    path.write_bytes(path.read_bytes()[:1024])
    assert "cannot be read" in refusal(path)


def test_a_locked_workbook(tmp_path: Path) -> None:
    path = build.xls(tmp_path / "locked.xlsx", {"x": [["EncryptedPackage"]]})
    path.write_bytes(path.read_bytes() + "EncryptedPackage".encode("utf-16-le"))
    assert "protected by a password" in refusal(path)


def test_a_zip_entry_with_a_password(tmp_path: Path) -> None:
    path = build.small(tmp_path / "locked.xlsx")
    content = bytearray(path.read_bytes())
    at = content.rindex(b"PK\x01\x02")
    content[at + 8] |= 1
    path.write_bytes(bytes(content))
    assert "protected by a password" in refusal(path)


def test_a_bomb_of_one_part_is_refused_by_its_ratio(tmp_path: Path) -> None:
    path = build.small(tmp_path / "bomb.xlsx")
    build.repacked(path, {"xl/worksheets/sheet1.xml": b"<a>" + b" " * (40 * limits.MB) + b"</a>"})
    assert path.stat().st_size < 200_000
    assert "more than 100 times its size" in refusal(path)


def test_a_bomb_that_declares_its_size_is_refused_without_inflating(tmp_path: Path) -> None:
    path = build.small(tmp_path / "bomb.xlsx")
    build.repacked(path, {"xl/media/a.xml": b"\0" * (101 * limits.MB)})
    started = time.perf_counter()
    assert "more than 100 MB" in refusal(path)
    assert time.perf_counter() - started < 0.5


def test_a_bomb_that_lies_about_its_size_is_counted(tmp_path: Path) -> None:
    path = build.small(tmp_path / "liar.xlsx")
    build.repacked(path, {"xl/media/a.bin": os.urandom(1000) * 0 + b"\0" * (30 * limits.MB)})
    content = bytearray(path.read_bytes())
    true = struct.pack("<L", 30 * limits.MB)
    assert content.count(true) == 2
    path.write_bytes(bytes(content).replace(true, struct.pack("<L", 10)))
    assert "more than 100 times its size" in refusal(path)


def test_many_small_bombs_that_lie_are_counted_together(tmp_path: Path) -> None:
    path = build.small(tmp_path / "liar.xlsx")
    build.repacked(path, {f"xl/media/{at}.bin": b"\0" * (9 * limits.MB) for at in range(12)})
    true = struct.pack("<L", 9 * limits.MB)
    content = path.read_bytes()
    assert content.count(true) == 24
    path.write_bytes(content.replace(true, struct.pack("<L", 10)))
    assert "more than 100 MB" in refusal(path)


def test_too_many_cells_in_all_sheets_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "CELLS", 10)
    path = build.xlsx(tmp_path / "wide.xlsx", {"a": [["x"] * 6], "b": [["x"] * 6]})
    assert "more than 10 cells" in refusal(path)


def test_too_many_rows_of_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "ROWS", 5)
    path = tmp_path / "list.csv"
    path.write_text("a,b\n" * 6, encoding="utf-8")
    assert "more than 5 rows" in refusal(path)


def test_many_parts(tmp_path: Path) -> None:
    path = build.small(tmp_path / "many.xlsx")
    build.repacked(path, {f"xl/media/{number}.xml": b"" for number in range(1001)})
    assert "parts, and at most 1,000" in refusal(path)


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]>',
        b'<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY a "b">]>'.encode("utf-16-le"),
    ],
)
def test_declared_entities(tmp_path: Path, declaration: bytes) -> None:
    path = build.small(tmp_path / "entities.xlsx")
    build.repacked(path, {"xl/sharedStrings.xml": b'<?xml version="1.0"?>' + declaration + b"<sst/>"})
    assert "declares its own XML entities" in refusal(path)


def test_a_declaration_across_two_pieces_is_seen(tmp_path: Path) -> None:
    path = build.small(tmp_path / "entities.xlsx")
    filling = random.Random(1).randbytes(200_000).hex().encode()
    at = 256 * 1024 - 4
    content = (filling[:at] + b"<!DOCTYPE x>" + filling)[: at + 2_000]
    build.repacked(path, {"xl/sharedStrings.xml": content})
    assert "declares its own XML entities" in refusal(path)


def test_a_stray_cell_at_the_end_of_the_sheet(tmp_path: Path) -> None:
    path = build.xlsx(tmp_path / "stray.xlsx", {"List_6": [["x"]] + [[]] * 200_000 + [["stray"]]})
    assert "reaches to row 200,002" in refusal(path)


def test_two_cells_that_span_a_whole_sheet_bring_down_the_reader_alone(tmp_path: Path) -> None:
    path = build.small(tmp_path / "span.xlsx")
    cells = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    sheet = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%b</sheetData></worksheet>'
    build.repacked(path, {"xl/worksheets/sheet1.xml": sheet % cells})
    started = time.perf_counter()
    assert "more time or memory" in refusal(path)
    assert time.perf_counter() - started < 10


def test_one_long_string_shared_by_a_million_cells_brings_down_the_reader_alone(tmp_path: Path) -> None:
    path = build.small(tmp_path / "shared.xlsx")
    text = random.Random(2).randbytes(20_000).hex().encode()
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    rows = b"".join(b'<row r="%d">%b</row>' % (at, b'<c t="s"><v>0</v></c>' * 100) for at in range(1, 3_001))
    build.repacked(
        path,
        {
            "xl/sharedStrings.xml": b"<sst %b><si><t>%b</t></si></sst>" % (main, text),
            "xl/worksheets/sheet1.xml": b"<worksheet %b><sheetData>%b</sheetData></worksheet>" % (main, rows),
        },
    )
    assert "more time or memory" in refusal(path)
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024 <= limits.READER_BYTES


def test_thousands_of_blank_formatted_rows_are_no_bomb(tmp_path: Path) -> None:
    path = build.small(tmp_path / "blank.xlsx")
    blank = b"".join(b'<c r="%c%%d" s="1"/>' % column for column in b"ABCDEFGHIJKLMN")
    rows = b"".join(b'<row r="%d">%b</row>' % (at, blank % ((at,) * 14)) for at in range(3, 60_000))
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    build.repacked(path, {"xl/worksheets/sheet1.xml": sheet.replace(b"</sheetData>", rows + b"</sheetData>")})
    with zipfile.ZipFile(path) as archive:
        assert archive.getinfo("xl/worksheets/sheet1.xml").file_size > limits.RATIO_FROM_BYTES
    [table] = workbook.open_tables(path)
    assert len(table.rows) == 2


@pytest.mark.parametrize("seed", range(60))
def test_random_damage_is_read_or_refused_and_nothing_else(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    make = build.xls if seed % 3 == 0 else build.xlsx
    path = make(tmp_path / "damaged", {"List_6": [build.SIX, build.row(build.SIX, child=1.0)]})
    content = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(bytes(content))
    started = time.perf_counter()
    with contextlib.suppress(RefusedError):
        workbook.open_tables(path)
    assert time.perf_counter() - started < 10


def test_a_quotation_mark_without_its_partner(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('a,b\n1,2\n3,"four\n' + "x,y\n" * 20_000, encoding="utf-8")
    assert "near line 3" in refusal(path)


def test_csv_in_the_encodings_and_separators_of_the_trade(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        for mark in (",", ";", "\t"):
            path = tmp_path / "list.csv"
            path.write_bytes(f"Name{mark}Team\r\nZoë{mark}“North”\r\n".encode(encoding))
            [table] = workbook.open_tables(path)
            assert table.rows == [["Name", "Team"], ["Zoë", "“North”"]]


def test_the_reader_answers_with_plain_values_only() -> None:
    import pickle

    class Harm:
        def __reduce__(self) -> tuple[object, tuple[str]]:
            return os.system, ("true",)

    with pytest.raises(pickle.UnpicklingError, match="not a plain value"):
        workbook._plain_values(pickle.dumps(Harm()))
