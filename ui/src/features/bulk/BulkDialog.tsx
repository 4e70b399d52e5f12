import { useState } from 'react'
import type { ObjectMeta } from '@/api/types'
import { isRefValue } from '@/fields/values'
import { useT, useWords } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import { reloadLists } from '@/grid/lists'
import { Button } from '@/ui/Button'
import { Dialog } from '@/ui/Dialog'
import { usePhone } from '@/ui/phone'
import { isOpen, type Chosen } from './bulks'
import { tellOutcome } from './follow'
import { AssignPart, deedOf, emptyDraft, SetPart, TagsPart, type Doing, type Draft } from './Parts'
import { Result } from './Result'
import { useBulk, usePlan } from './useBulk'
import './bulk.css'

interface BulkDialogProps { object: ObjectMeta; doing: Doing; chosen: Chosen; count: number; onClose: () => void; onDone: () => void }

/** Puts a change of many together, says how many records it is about, carries it out, and tells what became of it. */
export function BulkDialog({ object, doing, chosen, count, onClose, onDone }: BulkDialogProps) {
  const t = useT()
  const words = useWords()
  const isPhone = usePhone()
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(object))
  const { made, problem, isBusy, start, stop, undo } = useBulk(object)
  const deed = deedOf(object, doing, draft)
  const plan = usePlan(object.key, chosen, made ? null : deed)
  const total = plan.planned?.total ?? count
  const refused = plan.planned ? plan.planned.total - plan.planned.allowed : 0
  const name = [draft.owner, draft.department].filter(isRefValue).map((ref) => ref.title).join(t('list.comma'))
  const said = { count: total, n: formatNumber(total), object: words(total === 1 ? object.label : object.plural) }
  const wrong = problem ?? plan.problem
  const run = async (): Promise<void> => {
    if (!deed) return
    const done = await start(chosen, deed)
    if (!done) return
    if (done.refused > 0 || done.state !== 'done') { reloadLists(object.key); return }
    tellOutcome(done, object)
    onDone()
    onClose()
  }
  const close = (): void => { onClose(); if (made) onDone() }
  const part = { object, draft, onDraft: setDraft }
  return (
    <Dialog
      kind={isPhone ? 'sheet' : 'box'} title={t(`bulk.what.${doing}`, said)} onClose={close}
      foot={made
        ? <><span className="grow" /><Button onClick={close}>{isOpen(made) ? t('bulk.background') : t('act.close')}</Button></>
        : <><span className="grow" /><Button onClick={close}>{t('act.cancel')}</Button>
          <Button look={doing === 'delete' ? 'danger' : 'primary'} disabled={!deed || isBusy || plan.problem !== null || plan.planned?.allowed === 0} data-autofocus={doing === 'delete' || doing === 'restore' ? true : undefined} onClick={() => { void run() }}>
            {doing === 'assign' && !name ? t('bulk.assign') : t(`bulk.do.${doing}`, { ...said, name })}
          </Button></>}
    >
      <div className="bulk">
        {made ? <Result bulk={made} object={object} onStop={stop} onUndo={undo} /> : (
          <>
            {doing === 'assign' && <AssignPart {...part} />}
            {doing === 'tags' && <TagsPart {...part} />}
            {doing === 'set' && <SetPart {...part} />}
            {(doing === 'delete' || doing === 'restore') && <p>{t(`bulk.text.${doing}`)}</p>}
            <p className="field-help">{t('bulk.text.undo')}</p>
            <div role="status">{plan.planned?.allowed === 0 ? <p className="note note-bad">{t('bulk.none')}</p> : refused > 0 && <p className="note">{t('bulk.notAllowed', { count: refused, n: formatNumber(refused) })}</p>}</div>
          </>
        )}
        {wrong && <p className="note note-bad" role="alert">{wrong.fields.map((field) => field.message).join(' ') || wrong.message || t('error.offline')}</p>}
      </div>
    </Dialog>
  )
}
