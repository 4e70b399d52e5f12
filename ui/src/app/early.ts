import { askFirst } from '@/api/asked'
import { inside } from '@/api/workspace'
import { preferredLanguage } from '@/i18n/preferred'
import { applyTheme } from '@/ui/appearance'

/*
 * Runs in the head of the page, before anything is painted: a small script of its own, for the application is still on its way.
 * What needs neither the application nor its texts begins here: the look, the language, the first questions, the frame.
 */

/** Pages without a session. */
const DOORS = /^\/(?:sign-in|setup|invite)(?:\/|$)/
const LIST = /^\/o\/[^/]+\/?$/

function preload(language: string): void {
  for (const link of document.querySelectorAll<HTMLLinkElement>(`link[data-lang="${language}"]`)) {
    link.href = link.dataset.href ?? ''
    link.rel = 'modulepreload' // after the address, or the browser warns of a link without one
  }
}

function begin(page: HTMLElement): void {
  applyTheme()
  const language = preferredLanguage()
  page.lang = language
  preload(language)
  const path = inside(location.pathname)
  const isInside = page.dataset.frame !== undefined && !DOORS.test(path)
  if (isInside) askFirst(language)
  if (isInside) page.dataset.frame = LIST.test(path) ? 'list' : 'page'
  else delete page.dataset.frame
}

begin(document.documentElement)
