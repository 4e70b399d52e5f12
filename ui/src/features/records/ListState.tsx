import { LockKeyhole } from 'lucide-react'
import type { Problem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { EmptyBox, ErrorBox, MissingBox, NoMatchBox, StateBox } from '@/ui/States'

interface ListStateProps {
  object: ObjectMeta
  problem: Problem | null
  /** The view's condition uses fields that the person may not use. */
  isBlocked: boolean
  isFiltered: boolean
  mayImport: boolean
  onRetry: () => void
  onClear: () => void
  onAll: () => void
  onCreate: (() => void) | null
}

/** A list without rows: not to be used, out of sight, failed, nothing fits, or nothing yet. Different things, different screens. */
export function ListState({ object, problem, isBlocked, isFiltered, mayImport, onRetry, onClear, onAll, onCreate }: ListStateProps) {
  const t = useT()
  const words = useWords()
  const plural = words(object.plural) || words(object.label)
  if (isBlocked) {
    return (
      <StateBox icon={<LockKeyhole size={40} strokeWidth={1.25} aria-hidden="true" />} title={t('state.viewBlocked')} text={t('state.viewBlockedText')}>
        <Button onClick={onAll}>{t('view.showAll', { object: plural })}</Button>
      </StateBox>
    )
  }
  if (problem?.status === 404) return <MissingBox back="/" backText={t('state.home')} />
  if (problem?.status === 422) return <StateBox icon={<LockKeyhole size={40} strokeWidth={1.25} aria-hidden="true" />} title={t('state.noUse')} text={problem.message} alert><Button onClick={onClear}>{t('filter.clear')}</Button></StateBox>
  if (problem) return <ErrorBox problem={problem} onRetry={onRetry} />
  if (isFiltered) return <NoMatchBox text={t('state.noMatchText', { object: plural })} onClear={onClear} />
  return (
    <EmptyBox title={t('state.empty', { object: plural })} text={onCreate ? t('state.emptyText') : t('state.emptyNoRight')}>
      {onCreate && <Button look="primary" onClick={onCreate}>{t('form.create', { object: words(object.label) })}</Button>}
      {mayImport && <Go to="/import" className="btn">{t('import.title')}</Go>}
    </EmptyBox>
  )
}
