import { X } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, type ReactNode } from 'react'
import { useT } from '@/i18n'
import { IconButton } from './Button'
import './overlays.css'

interface DialogProps {
  kind?: 'box' | 'wide' | 'drawer' | 'side' | 'top' | 'sheet'
  title: string
  /** No visible head: the title is only read out. */
  bare?: boolean
  onClose: () => void
  children: ReactNode
  foot?: ReactNode
  headExtra?: ReactNode
}

/** A modal dialog, drawer or sheet: the browser traps the focus, makes the rest inert and gives the focus back. */
export function Dialog({ kind = 'box', title, bare, onClose, children, foot, headExtra }: DialogProps) {
  const t = useT()
  const id = useId()
  const element = useRef<HTMLDialogElement>(null)
  const close = useRef(onClose)
  useEffect(() => { close.current = onClose })

  useLayoutEffect(() => {
    const dialog = element.current
    if (!dialog) return
    const before = document.activeElement
    if (typeof dialog.showModal === 'function') { if (!dialog.open) dialog.showModal() } else dialog.setAttribute('open', '')
    dialog.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    return () => {
      dialog.close?.()
      if (before instanceof HTMLElement) before.focus({ preventScroll: true })
    }
  }, [])

  const shape = kind === 'box' ? 'dlg-box' : kind === 'wide' ? 'dlg-box dlg-wide' : kind === 'side' ? 'dlg-drawer dlg-side' : `dlg-${kind}`
  return (
    <dialog
      ref={element} className={`dlg ${shape}`} aria-labelledby={id}
      onCancel={(event) => { if (event.target === element.current) { event.preventDefault(); close.current() } }}
      onPointerDown={(event) => { if (event.target === element.current) close.current() }}
    >
      {bare ? <h2 id={id} className="sr-only">{title}</h2> : (
        <header className="dlg-head">
          <h2 id={id}>{title}</h2>
          {headExtra}
          <IconButton label={t('act.close')} onClick={onClose}><X size={18} /></IconButton>
        </header>
      )}
      {bare ? children : <div className="dlg-body">{children}</div>}
      {foot && <footer className="dlg-foot">{foot}</footer>}
    </dialog>
  )
}
