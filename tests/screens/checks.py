"""What a page must fulfil: no sideways scroll, no clipped text, every text in the right language, visible focus, axe A and AA; and that there is something."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from .steps import texts

AXE = Path(__file__).parents[2] / "ui" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LANGUAGES = ("zh-CN", "en")
STOPS = 60  #: of the tab key, whose focus is looked at
MOST = 6  #: findings of one kind that are told
#: What may be moved sideways, because it shows so itself: the grid, tabs, a table or a line of chips on a phone, the stages.
#: A bare English word is the key of a field or an object as well, which the pages about the model show.
WORD = re.compile(r"[a-z_]+")
SLIDES = ".grid, [role=tablist], .vtabs ul, .composer-kinds, .path-steps, .src-scroll, .rel-scroll"

_CLIPPED = """(slides) => {
  const shown = (e) => { const r = e.getBoundingClientRect(); const s = getComputedStyle(e)
    return r.width > 2 && r.height > 2 && s.visibility !== 'hidden' && r.bottom > 0 && r.right > 0 && r.top < innerHeight && r.left < innerWidth }
  const skipped = 'input, textarea, select, option, svg *, .sr-only, .skip', found = []
  const told = (e, what) => `${what}: ${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 60)}`
  const explained = (e) => getComputedStyle(e).textOverflow === 'ellipsis' && (e.closest('[title], [aria-label]') || e.querySelector('[title]'))
  const clamped = (e) => Number(getComputedStyle(e).webkitLineClamp) > 0
  for (const e of document.querySelectorAll('body *')) {
    if (e.matches(skipped) || e.closest('[aria-hidden="true"], .sr-only') || !shown(e)) continue
    const own = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
    const s = getComputedStyle(e), wide = e.scrollWidth > e.clientWidth + 1, cuts = /hidden|clip/
    if (wide && /auto|scroll/.test(s.overflowX) && !e.matches(slides)) found.push(told(e, 'slides sideways'))
    if (!own) continue
    if (wide && cuts.test(s.overflowX) && !explained(e) && !clamped(e)) found.push(told(e, 'cut'))
    if (e.scrollHeight > e.clientHeight + 4 && cuts.test(s.overflowY) && e.clientHeight > 0 && !clamped(e)) found.push(told(e, 'cut below'))
    const range = document.createRange()
    range.selectNodeContents(e)
    const text = range.getBoundingClientRect()
    for (let up = e.parentElement, inner = e; up && up !== document.body; inner = up, up = up.parentElement) {
      const u = getComputedStyle(up), box = up.getBoundingClientRect()
      if (/auto|scroll/.test(u.overflowX) || getComputedStyle(inner).position === 'fixed' || explained(inner)) break
      if (!cuts.test(u.overflowX) || up.matches('.avatar')) continue
      if (text.left < box.right - 2 && text.right > box.right + 2 && !explained(up)) { found.push(told(e, `cut by ${up.className || up.tagName}`)); break }
    }
  }
  return found
}"""
_TEXTS = """([keys, foreign, names]) => {
  const known = new Set(keys), other = new Set(foreign), found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const chinese = /[\\u4e00-\\u9fff]/, chrome = 'nav, button, label, th, legend, h1, h2, h3, [role="tab"], [role="columnheader"], [role="status"], [role="alert"], dt, caption'
  const english = document.documentElement.lang.startsWith('en')
  const broken = /\\{\\{|undefined|\\[object|\\bNaN\\b|Invalid Date|^[a-z]+(\\.[a-zA-Z]+)+$/
  const named = (text) => names.some((one) => text.includes(one) || one.includes(text))
  const data = 'a[href*="/o/"], .rhead, .peek-head, .dup, .merge label, [role="gridcell"], .card, .hit, .tl, .event, .imp-col, .tag, .avatar, option, [data-value]'
  for (let n = walker.nextNode(); n; n = walker.nextNode()) {
    const text = n.textContent.trim(), e = n.parentElement
    if (!text || !e || e.closest('script, style, code, [lang]:not(html)') || getComputedStyle(e).visibility === 'hidden') continue
    if (known.has(text)) found.push(`key: ${text}`)
    else if (broken.test(text) && !e.closest('[role="gridcell"], .tl, .file, [data-plain]')) found.push(`broken: ${text.slice(0, 60)}`)
    else if (other.has(text) && !named(text) && !e.closest(data)) found.push(`other language: ${e.tagName.toLowerCase()}.${e.className}: ${text}`)
    else if (english && chinese.test(text) && e.closest(chrome) && !named(text) && !e.closest(data)) found.push(`Chinese: ${e.tagName.toLowerCase()}.${e.className}: ${text.slice(0, 60)}`)
  }
  for (const e of document.querySelectorAll('[placeholder], [title], [aria-label]'))
    for (const name of ['placeholder', 'title', 'aria-label']) {
      const text = e.getAttribute(name) ?? ''
      if (known.has(text)) found.push(`key in ${name}: ${text}`)
      else if (other.has(text) && !named(text) && !e.closest('[lang]:not(html), .model-icons')) found.push(`other language in ${name}: ${text}`)
    }
  return found
}"""
_BARE = """(state) => {
  const box = document.querySelector('.page') ?? document.querySelector('main') ?? document.body
  const text = box.innerText.trim(), waits = box.querySelector('.skel, progress, [aria-busy="true"]')
  if (state === 'loading') return text.length > 0 || waits ? [] : ['nothing shows that it is loading']
  if (waits && state !== 'full') return ['it looks as if it were loading still']
  return text.length > 2 ? [] : ['the page is blank']
}"""
#: A style that is read in the middle of a transition is the old one.
_STILL = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync('* { transition: none !important }'); document.adoptedStyleSheets.push(sheet) }"""
_LOOK = """() => {
  const style = (e) => { const s = getComputedStyle(e); return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow, s.borderColor, s.backgroundColor].join('|') }
  const e = document.activeElement
  if (!e || e === document.body) return null
  const parts = []
  for (let up = e; up && up !== document.body && parts.length < 6; up = up.parentElement) parts.push(up)
  const now = parts.map(style), ring = getComputedStyle(e)
  const has = ring.outlineStyle !== 'none' && parseFloat(ring.outlineWidth) > 0
  e.blur()
  const before = parts.map(style)
  e.focus({preventScroll: true})
  const again = e.dataset.looked === 'yes'
  e.dataset.looked = 'yes'
  return {again, name: `${e.tagName.toLowerCase()}.${e.className} ${(e.getAttribute('aria-label') ?? e.textContent ?? '').trim().slice(0, 40)}`, seen: has || now.some((s, i) => s !== before[i])}
}"""


@cache
def keys() -> list[str]:
    """The keys of all texts."""
    all_keys = {key for language in LANGUAGES for key in texts(language)}
    return sorted({key.rsplit("_", 1)[0] if key.endswith(("_one", "_other")) else key for key in all_keys if "." in key})


@cache
def foreign(language: str) -> list[str]:
    """Texts that only the other language says, without those that both use."""
    other = next(one for one in LANGUAGES if one != language)
    return sorted({text for text in texts(other).values() if "{{" not in text and not WORD.fullmatch(text)} - set(texts(language).values()))


async def findings(page: Page, *, language: str, names: list[str], state: str = "full") -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = []
    over = await page.evaluate("document.documentElement.scrollWidth - innerWidth")
    if over > 0:
        found.append(f"scrolls sideways by {over} px")
    found += [f"clipped text: {one}" for one in (await page.evaluate(_CLIPPED, SLIDES))[:MOST]]
    found += [f"text: {one}" for one in (await page.evaluate(_TEXTS, [keys(), foreign(language), names]))[:MOST]]
    found += await page.evaluate(_BARE, state)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(AXE.read_text())
    told: dict[str, Any] = await page.evaluate("rules => axe.run({runOnly: rules, resultTypes: ['violations']})", RULES)
    return [*found, *(f"axe {one['id']} ({len(one['nodes'])}): {one['nodes'][0]['html'][:160]}" for one in told["violations"])]


async def unseen_focus(page: Page) -> list[str]:
    """Stops of the tab key, all around the page, at which nothing shows where one is."""
    found: list[str] = []
    await page.evaluate(_STILL)
    for at in range(STOPS):
        await page.keyboard.press("Tab")
        stop = await page.evaluate(_LOOK)
        if (stop is None and at > 0) or (stop is not None and stop["again"]):
            break  # all around: the focus left the page, and would come back to a page that does not show it
        if stop is not None and not stop["seen"]:
            found.append(f"focus is not visible: {stop['name']}")
    return found[:MOST]
