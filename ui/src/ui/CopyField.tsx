import { Check, Copy } from 'lucide-react'
import { useRef, useState } from 'react'
import { useT } from '@/i18n'
import { Button } from './Button'
import { copyText } from './copyText'

/** A text to take along: selected at a click, copied by a button, also where a page over plain HTTP has no clipboard. */
export function CopyField({ text, label }: { text: string; label: string }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [isCopied, setCopied] = useState(false)
  const copy = async (): Promise<void> => {
    setCopied(await copyText(text))
    input.current?.select()
  }
  return (
    <div className="row">
      <input ref={input} className="input grow" readOnly spellCheck={false} autoComplete="off" aria-label={label} value={text} onFocus={(event) => { event.currentTarget.select() }} />
      <Button onClick={() => { void copy() }}>{isCopied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}<span aria-live="polite">{isCopied ? t('act.copied') : t('act.copy')}</span></Button>
    </div>
  )
}
