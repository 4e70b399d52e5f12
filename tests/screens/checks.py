"""What a page must fulfil: no sideways scroll, no clipped text, every text in the right language, visible focus, axe A and AA."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Page

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
TEXTS = Path(__file__).parents[2] / "ui" / "src" / "i18n"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
STOPS = 10  #: of the tab key, whose focus is looked at

_CLIPPED = """() => {
  const shown = (e) => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e)
    return r.width > 2 && r.height > 2 && s.visibility !== 'hidden' && r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth }
  const found = []
  for (const e of document.querySelectorAll('body *')) {
    if (e.scrollWidth <= e.clientWidth + 1 || e.matches('input, textarea, select, svg *, .sr-only, .skip') || e.closest('[aria-hidden="true"], .sr-only')) continue
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
    const s = getComputedStyle(e)
    if (!own || !/hidden|clip/.test(s.overflowX) || !shown(e)) continue
    if (s.textOverflow === 'ellipsis' && e.closest('[title], [aria-label]')) continue
    found.push(`${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 60)}`)
  }
  return found
}"""
_TEXTS = """([keys, english, names]) => {
  const known = new Set(keys), found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const chinese = /[\\u4e00-\\u9fff]/, chrome = 'nav, button, label, th, legend, h1, h2, h3, [role="tab"], [role="columnheader"], [role="status"], [role="alert"], dt, caption'
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const text = n.textContent.trim(), e = n.parentElement
    if (!text || !e || e.closest('script, style, code')) continue
    if (known.has(text)) found.push(`key: ${text}`)
    if (!english || !chinese.test(text) || e.closest('[lang="zh-CN"], [data-value], .avatar, .tag') || !e.closest(chrome)) continue
    if (names.some((one) => text.includes(one) || one.includes(text)) || e.closest('a[href*="/o/"], .rhead, [role="gridcell"], [role="row"], .card, .hit, .tl, .event')) continue
    found.push(`Chinese: ${e.tagName.toLowerCase()}.${e.className}: ${text.slice(0, 60)}`)
  }
  for (const e of document.querySelectorAll('[placeholder], [title], [aria-label]'))
    for (const name of ['placeholder', 'title', 'aria-label']) if (known.has(e.getAttribute(name) ?? '')) found.push(`key in ${name}: ${e.getAttribute(name)}`)
  return found
}"""
_LOOK = """() => {
  const style = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join('|') }
  const e = document.activeElement
  if (!e || e === document.body) return null
  const parts = [e, e.parentElement, e.parentElement?.parentElement].filter(Boolean)
  const now = parts.map(style), ring = getComputedStyle(e)
  const has = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) > 0
  e.blur()
  const before = parts.map(style)
  e.focus({preventScroll: true})
  return {name: `${e.tagName.toLowerCase()}.${e.className} ${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}`, seen: has || now.some((s, i) => s !== before[i])}
}"""


def keys() -> list[str]:
    """The keys of all texts."""
    return sorted(
        {key.rsplit("_", 1)[0] if key.endswith(("_one", "_other")) else key for file in TEXTS.glob("*/*.json") for key in json.loads(file.read_text())}
    )


async def findings(page: Page, *, english: bool, names: list[str]) -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = []
    over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        found.append(f"scrolls sideways by {over} px")
    found += [f"clipped text: {one}" for one in (await page.evaluate(_CLIPPED))[:6]]
    found += [f"text: {one}" for one in (await page.evaluate(_TEXTS, [keys(), english, names]))[:6]]
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    told = await page.evaluate("rules => axe.run({runOnly: rules})", RULES)
    return [*found, *(f"axe {one['id']}: {one['nodes'][0]['html'][:160]}" for one in told["violations"])]


async def unseen_focus(page: Page) -> list[str]:
    """Stops of the tab key, among the first, at which nothing shows where one is."""
    found: list[str] = []
    for _ in range(STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(_LOOK)
        if stop is not None and not stop["seen"]:
            found.append(f"focus is not visible: {stop['name']}")
    return found
