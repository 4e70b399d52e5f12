import { isComposing } from '@/ui/keys'

const ASK = 'kedang:help'
const TOUR = 'kedang:tour'

/** Opens the help about the page one is on. */
export function askHelp(): void {
  dispatchEvent(new Event(ASK))
}

/** Begins the tour through the interface. */
export function beginTour(): void {
  dispatchEvent(new Event(TOUR))
}

/** True where a question mark is text, or the beginning of one: fields, and the cells of a list. */
function isTyping(event: KeyboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null
  return at !== null && (at.isContentEditable || at.closest('input, textarea, select, [role="grid"]') !== null)
}

/** `?` outside of texts and tables, `F1` anywhere; not above another dialog. */
function isHelpKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return false
  if (document.querySelector('dialog[open]')) return false
  return event.key === 'F1' || (event.key === '?' && !isTyping(event))
}

/** Calls back when help is wanted, by a button or a key, and when the tour shall begin. */
export function followHelp({ onHelp, onTour }: { onHelp: () => void; onTour: () => void }): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (!isHelpKey(event)) return
    event.preventDefault()
    onHelp()
  }
  addEventListener('keydown', onKey)
  addEventListener(ASK, onHelp)
  addEventListener(TOUR, onTour)
  return () => {
    removeEventListener('keydown', onKey)
    removeEventListener(ASK, onHelp)
    removeEventListener(TOUR, onTour)
  }
}
