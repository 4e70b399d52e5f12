import { useT, useWords, type Words } from '@/i18n'

function isWords(value: unknown): value is Words {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((each) => typeof each === 'string')
}

/** Says a part of a definition in words: labels in the reader's language, lists of options by their labels. */
export function useFieldSpeech(): (value: unknown) => string {
  const t = useT()
  const words = useWords()
  const say = (value: unknown): string => {
    if (value === null || value === undefined || value === '') return t('model.nothing')
    if (typeof value === 'boolean') return t(value ? 'model.yes' : 'model.no')
    if (Array.isArray(value)) return value.map((each: unknown) => (typeof each === 'object' && each !== null && 'label' in each ? say(each.label) : say(each))).join(t('model.comma')) || t('model.nothing')
    return isWords(value) ? words(value) : String(value as string | number)
  }
  return say
}
