import { CircleAlert, CircleCheck, X } from 'lucide-react'
import { useEffect, useRef, useSyncExternalStore } from 'react'
import { useT } from '@/i18n'
import { dismiss, toastStore } from './toast'
import './overlays.css'

export function ToastList() {
  const t = useT()
  const shown = useSyncExternalStore(toastStore.subscribe, toastStore.read)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    // Shown again with every toast, so that it lies above a dialog opened in between.
    const element = box.current
    if (!element || typeof element.showPopover !== 'function') return
    if (element.matches(':popover-open')) element.hidePopover()
    if (shown.length > 0) element.showPopover()
  }, [shown])
  return (
    <div ref={box} popover="manual" className="toasts" role="status" aria-live="polite">
      {shown.map((item) => (
        <div key={item.id} className={`toast ${item.bad ? 'toast-bad' : ''}`}>
          {item.bad ? <CircleAlert size={18} aria-hidden="true" /> : <CircleCheck size={18} aria-hidden="true" />}
          <span className="grow">{item.text}</span>
          {item.action && <button type="button" onClick={() => { dismiss(item.id); item.action?.run() }}>{item.action.label}</button>}
          <button type="button" className="toast-x" aria-label={t('act.close')} onClick={() => { dismiss(item.id) }}><X size={16} /></button>
        </div>
      ))}
    </div>
  )
}
