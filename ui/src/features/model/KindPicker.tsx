import type { FieldKind } from '@/api/types'
import { useT, useWords } from '@/i18n'
import type { KindInfo } from './model'

const ORDER: readonly FieldKind[] = [
  'text', 'long_text', 'number', 'money', 'percent', 'date', 'datetime', 'choice', 'choices', 'boolean', 'phone', 'email', 'url', 'address', 'person', 'department', 'relation', 'relations', 'tags', 'serial',
]

/** The kinds of fields, each with a sentence and an example. */
export function KindPicker({ kinds, onPick }: { kinds: readonly KindInfo[]; onPick: (kind: FieldKind) => void }) {
  const t = useT()
  const words = useWords()
  return (
    <>
      <p className="model-lead">{t('model.chooseKind')}</p>
      <ul className="model-kinds">
        {ORDER.filter((kind) => kinds.some((each) => each.key === kind)).map((kind, at) => (
          <li key={kind}>
            <button type="button" data-kind={kind} data-autofocus={at === 0 ? '' : undefined} onClick={() => { onPick(kind) }}>
              <b>{words(kinds.find((each) => each.key === kind)?.label)}</b><small>{t(`model.about.${kind}`)}</small>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
