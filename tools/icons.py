"""Draws the icons of the installed application out of the one mark, ``ui/src/ui/mark.svg``: run it after the mark has changed, and commit what it writes."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[1]
MARK = ROOT / "ui" / "src" / "ui" / "mark.svg"
TARGET = ROOT / "ui" / "public"
BLUE = "#2563eb"
#: name: side in pixels, ground, share of the side that the mark takes. A mask may cut everything outside of the middle 80 %; Apple rounds the corners itself.
ICONS = {
    "icon-192.png": (192, "transparent", 1.0),
    "icon-512.png": (512, "transparent", 1.0),
    "icon-maskable-512.png": (512, BLUE, 0.8),
    "apple-touch-icon.png": (180, BLUE, 0.9),
}


def main() -> None:
    """Write them all."""
    mark = MARK.read_text("utf-8")
    TARGET.mkdir(exist_ok=True)
    (TARGET / "icon.svg").write_text(mark, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for name, (side, ground, share) in ICONS.items():
            page = browser.new_page(viewport={"width": side, "height": side})
            inner = round(side * share)
            style = f"margin:0;width:{side}px;height:{side}px;display:grid;place-items:center;background:{ground}"
            page.set_content(f'<body style="{style}"><div style="width:{inner}px;height:{inner}px">{mark}</div></body>')
            page.screenshot(path=TARGET / name, omit_background=True)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
