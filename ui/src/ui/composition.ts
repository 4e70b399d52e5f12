/** Whether an input method has a word open, or has been made to close one by the very event that is handled now. */
let isOpen = false
let isJustCut = false
const waiting = new Map<string, () => void>()

addEventListener('compositionstart', () => { isOpen = true }, true)
addEventListener('compositionend', () => {
  isOpen = false
  isJustCut = true
  // The new value is told to the page after this event, and a focus that goes elsewhere in the same turn.
  setTimeout(() => {
    isJustCut = false
    if (isOpen) return
    const runs = [...waiting.values()]
    waiting.clear()
    for (const run of runs) run()
  })
}, true)

/** True while a word is half typed, and while leaving its box puts an end to it: what stands there is letters, not what was meant. */
export function isHalfTyped(): boolean {
  return isOpen || isJustCut
}

/** Runs now, or when the word that is being composed is whole; of several with one name only the last. */
export function whenComposed(name: string, run: () => void): void {
  if (isOpen) waiting.set(name, run)
  else { waiting.delete(name); run() }
}

/** What waits under a name is not wanted any more. */
export function forgetComposed(name: string): void {
  waiting.delete(name)
}
