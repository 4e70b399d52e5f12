/** Puts a text into the clipboard, also where a page over plain HTTP has no clipboard of its own. Tells whether it could. */
export async function copyText(text: string): Promise<boolean> {
  // Only secure origins have it, whatever the types say.
  const clipboard = (navigator as Partial<Navigator>).clipboard
  if (clipboard) return clipboard.writeText(text).then(() => true, () => false)
  const box = document.createElement('textarea')
  box.value = text
  box.readOnly = true
  box.className = 'sr-only'
  document.body.append(box)
  box.select()
  // Deprecated, and the only way there is on such a page.
  const done = document.execCommand('copy')
  box.remove()
  return done
}
