import { useT } from '@/i18n'
import { formatNumber } from '@/i18n/format'
import type { Demo } from './demo'

/** How far the building of the demonstration is. */
export function Progress({ demo }: { demo: Demo }) {
  const t = useT()
  const isCounting = demo.state === 'loading' && demo.total > 0
  return (
    <div className="demo-progress" role="status">
      <progress aria-label={t(`demo.state.${demo.state}`)} {...(isCounting ? { value: demo.done, max: demo.total } : {})} />
      <span className="num">{isCounting ? t('demo.progress', { done: formatNumber(demo.done), total: formatNumber(demo.total) }) : t(`demo.state.${demo.state}`)}</span>
    </div>
  )
}
