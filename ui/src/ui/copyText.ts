/** Puts a text into the clipboard, also where a page over plain HTTP has no clipboard of its own. Tells whether it could. */
export async function copyText(text: string): Promise<boolean> {
  // Only secure origins have it, whatever the types say.
  const clipboard = (navigator as Partial<Navigator>).clipboard
  if (clipboard && await clipboard.writeText(text).then(() => true, () => false)) return true
  const box = document.createElement('textarea')
  box.value = text
  box.readOnly = true
  box.className = 'sr-only'
  const before = document.activeElement
  // Behind a modal dialog nothing can be selected: the text goes into the topmost one.
  const host = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document.body
  host.append(box)
  box.select()
  // Deprecated, and the only way there is on such a page.
  const done = document.execCommand('copy')
  box.remove()
  if (before instanceof HTMLElement) before.focus({ preventScroll: true })
  return done
}
