import { Link2Off } from 'lucide-react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'
import { Skeleton } from '@/ui/bits'
import { Go } from '@/ui/Go'
import { ErrorBox, StateBox } from '@/ui/States'

/** A one-time link that is being read, was used, or failed. */
export function LinkState({ problem, onRetry }: { problem: Problem | null; onRetry: () => void }) {
  const t = useT()
  if (!problem) return <main className="door"><div className="door-card col appear"><Skeleton width="50%" height={20} /><Skeleton height={40} /><Skeleton height={40} /></div></main>
  if (problem.status !== 404) return <main className="door"><ErrorBox problem={problem} onRetry={onRetry} /></main>
  return (
    <main className="door">
      <StateBox icon={<Link2Off size={40} strokeWidth={1.25} aria-hidden="true" />} title={t('door.linkUsed')} text={t('door.linkUsedText')}>
        <Go to="/sign-in" className="btn">{t('door.signIn')}</Go>
      </StateBox>
    </main>
  )
}
