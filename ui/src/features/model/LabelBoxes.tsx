import { useT, type Words } from '@/i18n'
import { FieldBox } from '@/ui/FieldBox'

interface LabelBoxesProps { value: Words; onChange: (label: Words) => void; autoFocus?: boolean }

/** A name in Chinese and, if one likes, in English. */
export function LabelBoxes({ value, onChange, autoFocus }: LabelBoxesProps) {
  const t = useT()
  const set = (language: 'zh' | 'en', text: string): void => {
    const rest = Object.fromEntries(Object.entries(value).filter(([key]) => key !== language))
    onChange(text ? { ...rest, [language]: text } : rest)
  }
  return (
    <div className="model-pair">
      <FieldBox label={t('model.nameZh')} required>{({ id }) => <input id={id} className="input" required maxLength={60} data-autofocus={autoFocus ? '' : undefined} autoFocus={autoFocus ?? false} value={value.zh ?? ''} onChange={(event) => { set('zh', event.target.value) }} />}</FieldBox>
      <FieldBox label={t('model.nameEn')}>{({ id }) => <input id={id} className="input" lang="en" maxLength={60} value={value.en ?? ''} onChange={(event) => { set('en', event.target.value) }} />}</FieldBox>
    </div>
  )
}
