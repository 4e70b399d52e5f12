import { X } from 'lucide-react'
import { useLayoutEffect, useRef, useState, type CSSProperties, type KeyboardEvent } from 'react'
import { useT } from '@/i18n'
import { endTour } from '@/meta/tour'
import { useMe } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { controlOf, STOPS } from './tour'
import './help.css'

const MARGIN = 12
const EDGE = 6

interface Place { spot: CSSProperties; card: CSSProperties }

/** The card beside what it is about: right of the sidebar's controls, else below or above, always on the screen. */
function placeOf(control: HTMLElement, card: HTMLElement): Place {
  const at = control.getBoundingClientRect()
  const { width, height } = card.getBoundingClientRect()
  const within = (value: number, size: number, whole: number): number => Math.max(MARGIN, Math.min(value, whole - size - MARGIN))
  const isRight = at.right + MARGIN + width + MARGIN < innerWidth && at.right < innerWidth / 2
  const below = at.bottom + MARGIN + height < innerHeight ? at.bottom + MARGIN : at.top - MARGIN - height
  return {
    spot: { left: at.left - EDGE, top: at.top - EDGE, width: at.width + 2 * EDGE, height: at.height + 2 * EDGE },
    card: isRight
      ? { left: at.right + MARGIN + EDGE, top: within(at.top, height, innerHeight) }
      : { left: within(at.left, width, innerWidth), top: within(below, height, innerHeight) },
  }
}

/** A short way through the interface, stop by stop at the real controls. What is not on the screen is passed over. */
export function Tour({ onClose }: { onClose: () => void }) {
  const t = useT()
  const me = useMe()
  const dialog = useRef<HTMLDialogElement>(null)
  const card = useRef<HTMLDivElement>(null)
  const [stops] = useState(() => STOPS.filter((stop) => controlOf(stop.name) !== null))
  const [at, setAt] = useState(0)
  const [place, setPlace] = useState<Place | null>(null)
  const stop = stops[at]
  const end = (): void => { endTour(me); onClose() }
  useLayoutEffect(() => {
    const box = dialog.current
    const before = document.activeElement
    if (box && !box.open) { if (typeof box.showModal === 'function') box.showModal(); else box.setAttribute('open', '') }
    return () => { if (before instanceof HTMLElement) before.focus({ preventScroll: true }) }
  }, [])
  useLayoutEffect(() => {
    const control = stop && controlOf(stop.name)
    if (!control || !card.current) return
    card.current.querySelector<HTMLElement>('[data-autofocus]')?.focus()
    control.scrollIntoView({ block: 'nearest' })
    const put = (): void => { if (card.current) setPlace(placeOf(control, card.current)) }
    put()
    addEventListener('resize', put)
    return () => { removeEventListener('resize', put) }
  }, [stop])
  if (!stop) return null
  const isLast = at === stops.length - 1
  const next = (): void => { if (isLast) end(); else setAt(at + 1) }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowRight') next()
    if (event.key === 'ArrowLeft' && at > 0) setAt(at - 1)
  }
  return (
    <dialog ref={dialog} className="tour" aria-labelledby="tour-title" aria-describedby="tour-text" onKeyDown={onKeyDown} onCancel={(event) => { event.preventDefault(); end() }}>
      <div className="tour-spot" style={place?.spot} />
      <div ref={card} className="tour-card" style={place?.card}>
        <header><h2 id="tour-title" className="grow" aria-live="polite">{t(stop.title)}</h2><IconButton small label={t('tour.skip')} onClick={end}><X size={16} /></IconButton></header>
        <p id="tour-text">{t(stop.text)}</p>
        <footer>
          <span className="muted num grow">{t('tour.progress', { n: at + 1, all: stops.length })}</span>
          {at > 0 && <Button small onClick={() => { setAt(at - 1) }}>{t('tour.back')}</Button>}
          <Button small look="primary" data-autofocus onClick={next}>{t(isLast ? 'tour.end' : 'tour.next')}</Button>
        </footer>
      </div>
    </dialog>
  )
}
