import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '@/i18n'
import { IconButton } from './Button'
import { isComposing } from './keys'

const PAUSE_MS = 350

/** Searches when the person pauses, or when an input method has finished composing. */
export function QuickSearch({ value, onSearch, label }: { value: string; onSearch: (text: string) => void; label: string }) {
  const t = useT()
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  if (seen !== value) { setSeen(value); setText(value) }
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const composing = useRef(false)
  useEffect(() => () => { clearTimeout(timer.current) }, [])
  const later = (next: string, ms: number): void => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => { onSearch(next.trim()) }, ms)
  }
  return (
    <div className="input-box quick" role="search">
      <span className="lead"><Search size={16} aria-hidden="true" /></span>
      <input
        className="input" type="text" enterKeyHint="search" aria-label={label} placeholder={label} value={text} autoComplete="off"
        onCompositionStart={() => { composing.current = true }}
        onCompositionEnd={(event) => { composing.current = false; later(event.currentTarget.value, PAUSE_MS) }}
        onChange={(event) => { setText(event.target.value); if (!composing.current) later(event.target.value, PAUSE_MS) }}
        onKeyDown={(event) => { if (event.key === 'Escape' && text && !isComposing(event)) { event.stopPropagation(); setText(''); later('', 0) } }}
      />
      {text && <IconButton small className="tail" label={t('act.clear')} onClick={() => { setText(''); later('', 0) }}><X size={14} /></IconButton>}
    </div>
  )
}
