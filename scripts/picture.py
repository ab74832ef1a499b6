"""Takes the pictures of the README from a running demo: ``make run`` in one terminal, this in another.

``.venv/bin/python scripts/picture.py [http://127.0.0.1:8000]`` writes into docs/pictures. Needs Chromium.
"""

from __future__ import annotations

import base64
import shutil
import struct
import sys
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

_FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
#: In bytes; a README that is slow to open is not read.
_LARGEST = 250_000
#: In the browser: the 256 commonest colours of a picture, and for each pixel the number of the nearest.
_QUANTISE = """async (address) => {
  const bitmap = await createImageBitmap(await (await fetch(address)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, bitmap.width, bitmap.height).data.buffer);
  const counts = new Map();
  for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) || 0) + 1);
  const parts = (colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255];
  const common = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 256).map((one) => parts(one[0]));
  const distance = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const nearest = new Map();
  for (const colour of counts.keys()) {
    const wanted = parts(colour);
    let best = 0;
    common.forEach((one, n) => { if (distance(one, wanted) < distance(common[best], wanted)) best = n; });
    nearest.set(colour, best);
  }
  return { width: bitmap.width, palette: common.flat(), numbers: Array.from(pixels, (p) => nearest.get(p)) };
}"""


@dataclass
class Picture:
    """Whose page, how wide, and how much of it from the top."""

    name: str
    who: str
    path: str
    width: int
    height: int


PICTURES = (
    Picture("board.png", "Dee Pemberton", "/boards/", 1280, 1180),
    Picture("my-workload.png", "Amira Hussain", "/my/", 390, 1000),
)


def take(browser: Any, address: str, picture: Picture) -> None:
    """Sign in as one of the cast, open the page, keep what is in sight."""
    context = browser.new_context(
        base_url=address,
        viewport={"width": picture.width, "height": picture.height},
        locale="en-GB",
        timezone_id="Europe/London",
    )
    page = context.new_page()
    page.goto("/account/sign-in/")
    page.get_by_role("button", name=picture.who).click()
    page.get_by_role("link", name=picture.who).first.wait_for()
    page.goto(picture.path)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot()
    context.close()
    blank = browser.new_page()
    found = blank.evaluate(_QUANTISE, f"data:image/png;base64,{base64.b64encode(taken).decode()}")
    blank.close()
    path = _FOLDER / picture.name
    path.write_bytes(_png(found["width"], bytes(found["palette"]), bytes(found["numbers"])))
    size = path.stat().st_size
    print(f"{path.name}: {size:,} bytes")
    if size > _LARGEST:
        raise SystemExit(f"{path.name} is larger than {_LARGEST:,} bytes: show less of the page.")


def _png(width: int, palette: bytes, numbers: bytes) -> bytes:
    """A PNG with a palette: a quarter of the size of one with a colour for each pixel."""
    rows = [b"\0" + numbers[at : at + width] for at in range(0, len(numbers), width)]
    head = struct.pack(">IIBBBBB", width, len(rows), 8, 3, 0, 0, 0)
    chunks = [
        (b"IHDR", head),
        (b"PLTE", palette),
        (b"IDAT", zlib.compress(b"".join(rows), 9)),
        (b"IEND", b""),
    ]
    packed = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(packed)


def main(address: str) -> None:
    """Take them all."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        raise SystemExit("Chromium is not installed (Debian's package: chromium).")
    _FOLDER.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for picture in PICTURES:
            take(browser, address, picture)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
