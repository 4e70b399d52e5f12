import { ArrowDown, ArrowUp, RotateCcw } from 'lucide-react'
import type { ColumnChoice, ObjectMeta, RowHeight } from '@/api/types'
import { useSpeech } from '@/fields/useSpeech'
import { widthOf } from '@/grid/columns'
import { shownFields } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { moved } from './moved'
import type { Look, LookChange } from './useList'
import './chooser.css'

export interface FieldChooserProps { object: ObjectMeta; look: Look; onLook: (change: LookChange) => void }

const HEIGHTS: readonly RowHeight[] = ['small', 'medium', 'large']
const FROZEN = [1, 2, 3, 4]
const STEP = 8

/** Which columns a table has, in which order and how wide, how many of them stay in sight, how high its rows are. The title always stands first. */
export function FieldChooser({ object, look, onLook }: FieldChooserProps) {
  const { t, words } = useSpeech()
  const shown = shownFields(object)
  const fieldOf = (key: string) => shown.find((field) => field.key === key)
  const known = look.columns.filter((column) => fieldOf(column.field))
  const title: ColumnChoice = known.find((column) => column.field === object.title) ?? { field: object.title }
  const chosen = [title, ...known.filter((column) => column !== title && column.field !== object.title)]
  const others = shown.filter((field) => !chosen.some((column) => column.field === field.key))
  const labelOf = (key: string): string => words(fieldOf(key)?.label)
  const put = (columns: ColumnChoice[]): void => { onLook({ columns }) }
  const setWidth = (at: number, width: number | undefined): void => { put(chosen.map((column, index) => (index === at ? { field: column.field, ...(width ? { width } : {}) } : column))) }
  return (
    <div className="chooser">
      <div className="chooser-row">
        <label className="row">{t('fields.height')}
          <select className="sel" value={look.height} onChange={(event) => { const height = HEIGHTS.find((each) => each === event.target.value); if (height) onLook({ height }) }}>
            {HEIGHTS.map((height) => <option key={height} value={height}>{t(`fields.height.${height}`)}</option>)}
          </select>
        </label>
        <label className="row">{t('fields.frozen')}
          <select className="sel" value={look.frozen} onChange={(event) => { onLook({ frozen: Number(event.target.value) }) }}>
            {FROZEN.map((number) => <option key={number} value={number}>{t('fields.frozenCount', { count: number })}</option>)}
          </select>
        </label>
      </div>
      <ul>
        {chosen.map((column, at) => {
          const name = labelOf(column.field)
          const field = fieldOf(column.field)
          const isTitle = column.field === object.title
          return (
            <li key={column.field} className="chooser-item">
              <label className="row grow"><input type="checkbox" className="check" checked disabled={isTitle} onChange={() => { put(chosen.filter((each) => each !== column)) }} /><span className="ellipsis">{name}</span></label>
              <input className="input input-num chooser-width" type="number" min={64} max={1200} step={STEP} aria-label={t('fields.width', { name })} value={column.width ?? (field ? widthOf(object, field) : 0)} onChange={(event) => { const width = Number(event.target.value); if (width >= 64 && width <= 1200) setWidth(at, width) }} />
              <IconButton small label={t('fields.resetWidth', { name })} disabled={!column.width} onClick={() => { setWidth(at, undefined) }}><RotateCcw size={14} /></IconButton>
              <IconButton small label={t('fields.up', { name })} disabled={at <= 1} onClick={() => { put(moved(chosen, at, -1)) }}><ArrowUp size={14} /></IconButton>
              <IconButton small label={t('fields.down', { name })} disabled={isTitle || at === chosen.length - 1} onClick={() => { put(moved(chosen, at, 1)) }}><ArrowDown size={14} /></IconButton>
            </li>
          )
        })}
      </ul>
      {others.length > 0 && <div className="menu-line" />}
      <ul>
        {others.map((field) => (
          <li key={field.key} className="chooser-item">
            <label className="row grow"><input type="checkbox" className="check" checked={false} onChange={() => { put([...chosen, { field: field.key }]) }} /><span className="ellipsis">{words(field.label)}</span></label>
          </li>
        ))}
      </ul>
      {look.isOwn && <div className="chooser-foot"><Button look="link" onClick={() => { onLook({ columns: null }) }}>{t('fields.standard')}</Button></div>}
    </div>
  )
}
