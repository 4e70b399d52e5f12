import { CircleAlert } from 'lucide-react'
import type { Problem } from '@/api/client'
import { useT, type TextKey } from '@/i18n'
import { useFieldSpeech } from './useFieldSpeech'

const PARTS: Readonly<Record<string, TextKey>> = {
  label: 'model.part.label', options: 'model.part.options', section: 'model.part.section', help: 'model.part.help', required: 'model.part.required', unique: 'model.part.unique',
  default: 'model.part.default', aka: 'model.part.aka', sections: 'model.part.sections', icon: 'model.part.icon', title: 'model.part.title',
  name: 'firm.name', language: 'firm.language', zone: 'firm.zone',
}

/** Why a change of the model was refused; of two who changed the same, what the other one has made of it. */
export function ProblemNote({ problem }: { problem: Problem | null }) {
  const t = useT()
  const say = useFieldSpeech()
  if (!problem) return null
  const message = problem.fields[0]?.message || problem.message || t(problem.status === 0 ? 'error.offline' : 'error.text')
  return (
    <div className="note note-bad model-wrong" role="alert">
      <CircleAlert size={16} aria-hidden="true" />
      <div className="grow">
        <p>{message}</p>
        {problem.code === 'stale' && (
          <ul>{problem.body.conflicts?.map((one) => { const part = PARTS[one.field]; return <li key={one.field}>{t('model.stale.part', { part: part ? t(part) : one.field, theirs: say(one.theirs) })}</li> })}</ul>
        )}
        {problem.code === 'stale' && <p>{t('model.stale.kept')}</p>}
      </div>
    </div>
  )
}
