"""A report -> the pictures of its pages that the docs show: ``python docs/images/shoot.py out/report``.

Needs the ``dev`` extra, Chromium and Pillow. The report is that of the README's first command.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

PAGES = {  # name of the picture: page of the report, where it begins, height in CSS pixels
    "overview": ("index.html", "", 1250),
    "stories": ("stories.html", "", 700),
    "story": ("stories/0001.html", "", 1250),
    "who-from-whom": ("stories/0001.html", "#flow", 900),
    "pair": ("pairs/0001-001.html", "", 1350),
    "outlet": ("outlets/002.html", "", 1250),
    "outlets": ("outlets.html", "", 800),
    "methods": ("methods.html", "", 1000),
}
COLOURS = 128  # enough for flat colours and the edges of letters


def shoot(report: Path, folder: Path) -> None:
    """Take every picture, in light colours, 1,200 pixels wide."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for name, (page, anchor, height) in PAGES.items():
            size = {"width": 1200, "height": height}
            tab = browser.new_page(viewport=size, color_scheme="light", reduced_motion="reduce")
            tab.goto((report / page).resolve().as_uri() + anchor)
            tab.wait_for_timeout(300)  # a jump to an anchor has come to rest
            image = Image.open(io.BytesIO(tab.screenshot()))
            image.convert("RGB").quantize(COLOURS).save(folder / f"{name}.png", optimize=True)
            tab.close()
        browser.close()


if __name__ == "__main__":
    shoot(Path(sys.argv[1]), Path(__file__).parent)
