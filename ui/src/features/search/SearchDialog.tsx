import { useQuery } from '@tanstack/react-query'
import { Search, X } from 'lucide-react'
import { useId, useState, type KeyboardEvent } from 'react'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { useFavourites } from '@/meta/favourites'
import { usePages } from '@/meta/pages'
import { visitsQuery } from '@/meta/recent'
import { IconButton } from '@/ui/Button'
import { Kbd } from '@/ui/bits'
import { Dialog } from '@/ui/Dialog'
import { hasCommand, isComposing, isSubmitEnter } from '@/ui/keys'
import { usePhone } from '@/ui/phone'
import { Highlight } from './Highlight'
import { actionEntries, createEntry, favouriteEntries, hitEntries, pageEntry, recentEntries, splitPrefix, type Entry } from './entries'
import { useSearch } from './useSearch'
import './search.css'

interface SearchDialogProps { objects: readonly ObjectMeta[]; onClose: () => void; go: (href: string) => void; hrefOf: (object: string, id: string) => string }

/** Go, find, do: everything from the keyboard. Pinyin and initials are the server's work. */
export function SearchDialog({ objects, onClose, go, hrefOf }: SearchDialogProps) {
  const t = useT()
  const words = useWords()
  const phone = usePhone()
  const pages = usePages()
  const list = useId()
  const [text, setText] = useState('')
  const [active, setActive] = useState(0)
  const recent = useQuery(visitsQuery).data?.items ?? []
  const favourites = useFavourites().items
  const [asked, setAsked] = useState('') // what was typed, without what an input method is still composing
  const { object, rest } = splitPrefix(asked, objects, words)
  const wanted = rest.trim()
  const { found, isLoading } = useSearch(rest, object?.key)
  const isNothing = wanted !== '' && !isLoading && !found.problem && found.hits.length === 0
  const actions = wanted ? actionEntries(wanted, objects, pages, t, words) : []
  const entries: Entry[] = wanted
    ? [...hitEntries(found.hits, objects, words, hrefOf), ...actions, ...(isNothing ? createEntry(wanted, object ?? objects[0], t, words) : []), pageEntry(wanted, t)]
    : [...recentEntries(recent.slice(0, 8), objects, t, words, hrefOf), ...favouriteEntries(favourites, objects, t, words), ...actionEntries('', objects, pages, t, words)]
  const at = Math.min(active, entries.length - 1)
  const open = (entry: Entry, newTab: boolean): void => {
    if (newTab) window.open(entry.href, '_blank', 'noopener')
    else go(entry.href)
  }
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isComposing(event)) return
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (step !== 0) {
      event.preventDefault()
      setActive((at + step + entries.length) % Math.max(1, entries.length))
      return
    }
    const entry = entries[at]
    if (!isSubmitEnter(event) || !entry) return
    event.preventDefault()
    open(entry, hasCommand(event))
  }
  return (
    <Dialog kind="top" bare title={t('search.title')} onClose={onClose}>
      <div className="search-box">
        <Search size={20} aria-hidden="true" />
        <input
          data-autofocus role="combobox" aria-expanded="true" aria-controls={list} aria-activedescendant={entries[at] ? `${list}-${at}` : undefined} aria-autocomplete="list" aria-label={t('search.title')}
          placeholder={t('search.hint')} value={text} autoComplete="off" spellCheck={false} enterKeyHint="go" maxLength={200}
          onChange={(event) => { setText(event.target.value); setActive(0); if (!(event.nativeEvent as InputEvent).isComposing) setAsked(event.target.value) }}
          onCompositionEnd={(event) => { setAsked(event.currentTarget.value) }} onKeyDown={onKeyDown}
        />
        <IconButton label={t('act.close')} onClick={onClose}><X size={18} /></IconButton>
      </div>
      <div className="search-list" id={list} role="listbox" aria-label={t('search.title')} tabIndex={-1} aria-busy={isLoading}>
        {entries.map((entry, index) => (
          <div key={entry.key} role="presentation">
            {entries[index - 1]?.group !== entry.group && <div className="menu-head" role="presentation">{entry.group}</div>}
            <a
              id={`${list}-${index}`} role="option" aria-selected={index === at} className="search-item" data-active={index === at} href={entry.href} tabIndex={-1}
              ref={(element) => { if (index === at) element?.scrollIntoView?.({ block: 'nearest' }) }} onPointerMove={() => { if (index !== at) setActive(index) }}
              onClick={(event) => { if (hasCommand(event)) return; event.preventDefault(); open(entry, false) }}
            >
              {entry.icon}<span className="ellipsis grow">{entry.key.startsWith('hit ') ? <Highlight text={entry.label} question={wanted} /> : entry.label}</span>{entry.note && <small className="ellipsis">{entry.note}</small>}
            </a>
          </div>
        ))}
      </div>
      <p className="search-note" role="status">
        {found.problem && !isLoading ? (found.problem.message || t('error.text')) : isNothing && actions.length === 0 ? t('search.none') : ''}
      </p>
      {!phone && <p className="search-foot" aria-hidden="true"><Kbd>↑ ↓</Kbd> {t('search.move')} <Kbd>Enter</Kbd> {t('search.open')} <Kbd>Ctrl Enter</Kbd> {t('search.newTab')} <Kbd>Esc</Kbd> {t('act.close')}</p>}
    </Dialog>
  )
}
