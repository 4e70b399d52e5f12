/** Whether an input method has a word open, has been given the word that was meant, or has been made to close one by the very event that is handled now. */
let isOpen = false
let isChosen = false
let isJustCut = false
const waiting = new Map<string, () => void>()

addEventListener('compositionstart', () => { isOpen = true; isChosen = false }, true)
// Browsers that know this event send it for a word that was chosen, never for one that was cut.
addEventListener('textInput', () => { isChosen = isOpen }, true)
// A key belongs to a turn of its own: what ended before it was not ended by it. A busy page handles the key before the timer below.
addEventListener('keydown', () => { isJustCut = false }, true)
addEventListener('compositionend', () => {
  isOpen = false
  isJustCut = !isChosen
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
