import { ChevronDown } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { Choice, Field, ObjectMeta, Rec } from '@/api/types'
import { valueIn } from '@/fields/FieldValue'
import { useSpeech } from '@/fields/useSpeech'
import { textOf } from '@/fields/values'
import { fieldOf, isEditable } from '@/meta/objects'
import { MenuButton } from '@/ui/Menu'
import { useChange } from './useRecord'
import './path.css'

interface PathProps { object: ObjectMeta; record: Rec }
interface StepsProps extends PathProps { field: Field; aside: readonly string[] }

function stateOf(at: number, present: number): 'past' | 'now' | 'next' {
  if (at === present) return 'now'
  return at < present ? 'past' : 'next'
}

function Steps({ object, record, field, aside }: StepsProps) {
  const speech = useSpeech()
  const { t, words } = speech
  const change = useChange(object, record.id)
  const list = useRef<HTMLOListElement>(null)
  const key = textOf(valueIn(record, field.key))
  const options = (field.options ?? []).filter((option) => !option.retired || option.key === key)
  const steps = options.filter((option) => !aside.includes(option.key))
  const others = options.filter((option) => aside.includes(option.key))
  const present = steps.findIndex((option) => option.key === key)
  const rests = others.find((option) => option.key === key)
  const mayEdit = isEditable(object, field, record) && !record.deleted_at
  useEffect(() => {
    const now = list.current?.querySelector<HTMLElement>('[aria-current]')
    if (list.current && now) list.current.scrollLeft = now.offsetLeft - (list.current.clientWidth - now.offsetWidth) / 2
  }, [key])
  const go = (option: Choice): void => {
    if (option.key !== key) void change(record, field, option.key, t('record.stepped', { field: words(field.label), step: words(option.label) }))
  }
  return (
    <div className="path">
      <ol ref={list} className="path-steps" aria-label={words(field.label)}>
        {steps.map((option, at) => (
          <li key={option.key} className="path-item">
            <button
              type="button" className="path-step" data-state={rests ? 'next' : stateOf(at, present)} data-color={option.color ?? undefined}
              aria-current={option.key === key ? 'step' : undefined} disabled={!mayEdit && option.key !== key} aria-disabled={!mayEdit} onClick={() => { if (mayEdit) go(option) }}
            >
              {words(option.label)}
            </button>
          </li>
        ))}
      </ol>
      {others.length > 0 && (mayEdit || rests) && (
        <MenuButton
          label={t('record.aside', { field: words(field.label) })} className={`path-aside ${rests ? `tag-${rests.color ?? 'gray'}` : ''}`} icon={<ChevronDown size={14} aria-hidden="true" />}
          text={<span>{rests ? words(rests.label) : t('record.other')}</span>}
          groups={[{ key: 'aside', items: others.map((option) => ({ key: option.key, label: words(option.label), ticked: option === rests, ...(mayEdit ? {} : { disabled: t('record.readOnly') }), onPick: () => { go(option) } })) }]}
        />
      )}
    </div>
  )
}

/** The way of the record, as its object names it: where it stands, and one click to the next step. */
export function StagePath({ object, record }: PathProps) {
  const field = object.path ? fieldOf(object, object.path.field) : undefined
  if (!object.path || field?.kind !== 'choice' || !(field.key in record) || record._masked?.includes(field.key)) return null
  return <Steps object={object} record={record} field={field} aside={object.path.aside} />
}
