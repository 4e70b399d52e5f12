import { Ellipsis, Lock } from 'lucide-react'
import { useT, useWords } from '@/i18n'
import { formatDateTime, formatNumber } from '@/i18n/format'
import { Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { MenuButton, type MenuItem } from '@/ui/Menu'
import { toast } from '@/ui/toast'
import type { Ask } from './AskDialog'
import { groupsOf, movedKeys, usesOf, type FieldDef, type Held, type KindInfo } from './model'
import { ProblemNote } from './Problem'
import { useWish } from './useModel'

interface GroupsProps { held: Held; kinds: readonly KindInfo[]; onEdit: (field: FieldDef) => void; onAsk: (ask: Ask) => void }

/** What can be done with a field, with the reasons where it cannot. */
function useFieldMenu({ held, onEdit, onAsk }: GroupsProps, move: (key: string, step: -1 | 1) => void): (field: FieldDef) => MenuItem[] {
  const t = useT()
  const words = useWords()
  const { definition } = held
  return (field) => {
    const name = words(field.label)
    const path = `/objects/${definition.key}/fields/${field.key}`
    const uses = usesOf(definition, field.key)
    const used = uses.length > 0 ? { disabled: t('model.fieldUsed', { uses: uses.map((use) => t(`model.use.${use}`)).join(t('model.comma')) }) } : {}
    const stuck = (step: -1 | 1) => (movedKeys(definition, field.key, step) ? {} : { disabled: t('model.atTheEnd') })
    const off = !field.off
    return [
      { key: 'edit', label: t('model.editField'), onPick: () => { onEdit(field) } },
      { key: 'up', label: t('model.up'), onPick: () => { move(field.key, -1) }, ...stuck(-1) },
      { key: 'down', label: t('model.down'), onPick: () => { move(field.key, 1) }, ...stuck(1) },
      {
        key: 'off', label: t(off ? 'model.turnOff' : 'model.turnOn'), ...(off ? used : {}),
        onPick: () => { onAsk({ title: t(off ? 'model.turnOffOf' : 'model.turnOnOf', { name }), wish: { method: 'PATCH', path, body: { off }, since: held.revision }, verb: () => t(off ? 'model.turnOff' : 'model.turnOn'), ...(off ? {} : { more: [t('model.plan.fieldOn')] }), done: () => { toast(t(off ? 'model.isOff' : 'model.isOn', { name })) } }) },
      },
      {
        key: 'delete', label: t('act.delete'), danger: true, ...used,
        onPick: () => { onAsk({ title: t('model.deleteOf', { name }), wish: { method: 'DELETE', path }, verb: (effect) => t('model.deleteField', { count: effect.values ?? 0, n: formatNumber(effect.values ?? 0) }), done: () => { toast(t('model.deleted', { name })) } }) },
      },
    ]
  }
}

/** The fields of an object by section, in order; those of the system; those that were deleted. */
export function FieldGroups(props: GroupsProps) {
  const { held, kinds, onEdit, onAsk } = props
  const t = useT()
  const words = useWords()
  const { run, problem } = useWish()
  const { definition } = held
  const kindName = (kind: string): string => words(kinds.find((each) => each.key === kind)?.label) || kind
  const move = (key: string, step: -1 | 1): void => {
    const fields = movedKeys(definition, key, step)
    if (fields) void run({ method: 'PUT', path: `/objects/${definition.key}/order`, body: { fields } })
  }
  const menu = useFieldMenu(props, move)
  const restore = ({ definition: gone, values }: Held['retired'][number]): void => {
    const name = words(gone.label)
    onAsk({
      title: t('model.restoreOf', { name }), wish: { method: 'POST', path: `/objects/${definition.key}/fields/${gone.key}/restore` }, verb: () => t('act.restore'),
      more: [t('model.plan.restoreField', { count: values, n: formatNumber(values) })], done: () => { toast(t('model.restored', { name })) },
    })
  }
  return (
    <>
      <ProblemNote problem={problem} />
      {groupsOf(definition).map((group) => (
        <section key={group.key} className="model-group">
          <h2>{group.label ? words(group.label) : t('model.noSection')}<small className="muted num">{formatNumber(group.fields.length)}</small></h2>
          {group.fields.length === 0 && <p className="muted model-none">{t('model.noFields')}</p>}
          <ul className="model-list">
            {group.fields.map((field) => (
              <li key={field.key} className="model-field" data-off={field.off ?? false} data-field={field.key}>
                <button
                  type="button" className="model-field-name" onClick={() => { onEdit(field) }} aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
                  onKeyDown={(event) => { if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) { event.preventDefault(); move(field.key, event.key === 'ArrowUp' ? -1 : 1) } }}
                >
                  <b className="ellipsis">{words(field.label)}</b><small className="muted ellipsis">{field.key}</small>
                </button>
                <span className="model-kind">{kindName(field.kind)}</span>
                <span className="tags model-marks">
                  {usesOf(definition, field.key).includes('title') && <Tag color="purple">{t('model.use.title')}</Tag>}
                  {field.required && <Tag color="orange">{t('model.part.required')}</Tag>}
                  {field.unique && <Tag color="cyan">{t('model.part.unique')}</Tag>}
                  {field.off && <Tag>{t('model.off')}</Tag>}
                  {!held.shipped_fields.includes(field.key) && <Tag color="blue">{t('model.own')}</Tag>}
                </span>
                <MenuButton label={t('model.actions', { name: words(field.label) })} icon={<Ellipsis size={16} />} groups={[{ key: 'do', items: menu(field) }]} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      <details className="model-group">
        <summary>{t('model.system')}<small className="muted num">{formatNumber(held.system.length)}</small></summary>
        <p className="muted model-none">{t('model.systemWhy')}</p>
        <ul className="model-list">{held.system.map((field) => <li key={field.key} className="model-field"><span className="model-field-name"><b>{words(field.label)}</b><small className="muted">{field.key}</small></span><span className="model-kind">{field.key === 'id' ? 'ID' : kindName(field.kind)}</span><span className="grow" /><Lock size={14} className="muted" aria-label={t('model.locked')} /></li>)}</ul>
      </details>
      {held.retired.length > 0 && (
        <section className="model-group" aria-labelledby="model-gone-fields">
          <h2 id="model-gone-fields">{t('model.deletedFields')}</h2>
          <ul className="model-list">
            {held.retired.map((gone) => (
              <li key={gone.definition.key} className="model-field">
                <span className="model-field-name"><b>{words(gone.definition.label)}</b><small className="muted">{t('model.deletedAt', { at: formatDateTime(gone.at) })}</small></span>
                <span className="model-kind">{kindName(gone.definition.kind)}</span>
                <span className="grow muted num">{t('model.values', { count: gone.values, n: formatNumber(gone.values) })}</span>
                <Button small onClick={() => { restore(gone) }}>{t('act.restore')}</Button>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
