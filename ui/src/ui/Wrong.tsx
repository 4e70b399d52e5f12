import { CircleAlert } from 'lucide-react'
import type { Problem } from '@/api/client'
import { useT } from '@/i18n'

/** Why something was refused; what is said at a field is not said again. */
export function Wrong({ problem, fields = [] }: { problem: Problem | null; fields?: readonly string[] }) {
  const t = useT()
  if (!problem || problem.fields.some((each) => fields.includes(each.field))) return null
  const text = problem.status === 0 ? t('error.offline') : problem.fields[0]?.message || problem.message || t('error.text')
  return <p className="note note-bad" role="alert"><CircleAlert size={16} aria-hidden="true" /><span className="grow">{text}</span></p>
}
