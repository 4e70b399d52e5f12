import { ChevronLeft, Ellipsis, ListPlus } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { asProblem } from '@/api/client'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { ObjectIcon } from '@/meta/ObjectIcon'
import { Skeleton, Tag } from '@/ui/bits'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { MenuButton } from '@/ui/Menu'
import { ErrorBox, MissingBox } from '@/ui/States'
import { toast } from '@/ui/toast'
import { AskDialog, type Ask } from './AskDialog'
import { FieldGroups } from './FieldGroups'
import type { FieldDef, Held, KindInfo } from './model'
import { useHeld, useModel } from './useModel'

const FieldDrawer = lazy(() => import('./FieldDrawer').then((module) => ({ default: module.FieldDrawer })))
const ObjectDrawer = lazy(() => import('./ObjectDrawer').then((module) => ({ default: module.ObjectDrawer })))

function Changing({ held, kinds }: { held: Held; kinds: readonly KindInfo[] }) {
  const t = useT()
  const words = useWords()
  return held.changing.map((one) => {
    const field = held.definition.fields.find((each) => each.key === one.field)
    const text = t('model.changing', { field: words(field?.label), kind: words(kinds.find((kind) => kind.key === one.kind)?.label), done: formatNumber(one.done), total: formatNumber(one.total) })
    return <div key={one.field} className="note model-progress" role="status"><span className="grow">{text}</span><progress aria-label={text} max={one.total || 1} value={one.done} /></div>
  })
}

interface HeadProps { held: Held; onEdit: () => void; onAdd: () => void; onAsk: (ask: Ask) => void }

function Head({ held, onEdit, onAdd, onAsk }: HeadProps) {
  const t = useT()
  const words = useWords()
  const { definition } = held
  const name = words(definition.label)
  const turn = (off: boolean): void => {
    const more = [t(off ? 'model.plan.offText' : 'model.plan.onText')]
    onAsk({
      title: t(off ? 'model.turnOffOf' : 'model.turnOnOf', { name }), wish: { method: 'PATCH', path: `/objects/${definition.key}`, body: { off }, since: held.revision },
      verb: () => t(off ? 'model.turnOff' : 'model.turnOn'), more, done: () => { toast(t(off ? 'model.isOff' : 'model.isOn', { name })) },
    })
  }
  const remove = (): void => {
    onAsk({
      title: t('model.deleteOf', { name }), wish: { method: 'DELETE', path: `/objects/${definition.key}` },
      verb: (effect) => t('model.deleteObject', { count: effect.records ?? 0, n: formatNumber(effect.records ?? 0) }), done: () => { toast(t('model.deleted', { name })); history.back() },
    })
  }
  const others = held.incoming.filter((way) => !way.startsWith(`${definition.key}.`))
  return (
    <header className="model-title">
      <Go to="/settings/objects" className="model-back"><ChevronLeft size={16} aria-hidden="true" />{t('model.title')}</Go>
      <div className="row model-title-row">
        <ObjectIcon name={definition.icon} size={22} />
        <h1 className="ellipsis" id="model-title">{name}</h1>
        {definition.off && <Tag>{t('model.off')}</Tag>}
        <Tag color={held.shipped ? null : 'blue'}>{t(held.shipped ? 'model.shipped' : 'model.own')}</Tag>
        <span className="muted num model-sum">{t('model.records', { count: held.records, n: formatNumber(held.records) })}</span>
        <span className="grow" />
        <MenuButton
          label={t('model.actions', { name })} icon={<Ellipsis size={18} />}
          groups={[{ key: 'do', items: [
            { key: 'edit', label: t('model.editObject'), onPick: onEdit },
            { key: 'off', label: t(definition.off ? 'model.turnOn' : 'model.turnOff'), onPick: () => { turn(!definition.off) } },
            { key: 'delete', label: t('act.delete'), danger: true, onPick: remove, ...(others.length > 0 ? { disabled: t('model.usedBy', { ways: others.join(t('model.comma')) }) } : {}) },
          ] }]}
        />
        <Button look="primary" onClick={onAdd}><ListPlus size={16} aria-hidden="true" />{t('model.addField')}</Button>
      </div>
    </header>
  )
}

/** One object: its fields by section, what is under way, what was deleted. */
export function ObjectPage({ object }: { object: string }) {
  const t = useT()
  const query = useHeld(object)
  const model = useModel().data
  const [edited, setEdited] = useState<FieldDef | 'new' | null>(null)
  const [isObjectEdited, setObjectEdited] = useState(false)
  const [ask, setAsk] = useState<Ask | null>(null)
  const held = query.data
  if (!held && query.error) {
    const problem = asProblem(query.error)
    return problem.status === 404 ? <MissingBox back="/settings/objects" backText={t('model.title')} /> : <ErrorBox problem={problem} onRetry={() => { void query.refetch() }} />
  }
  if (!held || !model) return <div className="col model-wait appear"><Skeleton width="40%" /><Skeleton width="70%" /><Skeleton width="65%" /><Skeleton width="68%" /></div>
  return (
    <section className="model" aria-labelledby="model-title">
      <Head held={held} onEdit={() => { setObjectEdited(true) }} onAdd={() => { setEdited('new') }} onAsk={setAsk} />
      <Changing held={held} kinds={model.kinds} />
      <FieldGroups held={held} kinds={model.kinds} onEdit={setEdited} onAsk={setAsk} />
      <Suspense fallback={null}>
        {edited && <FieldDrawer held={held} model={model} present={edited === 'new' ? null : edited} onClose={() => { setEdited(null) }} />}
        {isObjectEdited && <ObjectDrawer held={held} onClose={() => { setObjectEdited(false) }} />}
      </Suspense>
      {ask && <AskDialog ask={ask} onClose={() => { setAsk(null) }} />}
    </section>
  )
}
