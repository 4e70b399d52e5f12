import type { Problem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { Button } from '@/ui/Button'
import { EmptyBox, ErrorBox, MissingBox, NoMatchBox } from '@/ui/States'

interface ListStateProps { object: ObjectMeta; problem: Problem | null; isFiltered: boolean; onRetry: () => void; onClear: () => void; onCreate: (() => void) | null }

/** A list without rows: out of sight, failed, nothing fits, or nothing yet. Four different things. */
export function ListState({ object, problem, isFiltered, onRetry, onClear, onCreate }: ListStateProps) {
  const t = useT()
  const words = useWords()
  const plural = words(object.plural) || words(object.label)
  if (problem?.status === 404) return <MissingBox back="/" backText={t('state.home')} />
  if (problem) return <ErrorBox problem={problem} onRetry={onRetry} />
  if (isFiltered) return <NoMatchBox text={t('state.noMatchText', { object: plural })} onClear={onClear} />
  return (
    <EmptyBox title={t('state.empty', { object: plural })} text={onCreate ? t('state.emptyText') : t('state.emptyNoRight')}>
      {onCreate && <Button look="primary" onClick={onCreate}>{t('form.create', { object: words(object.label) })}</Button>}
    </EmptyBox>
  )
}
