import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { PEOPLE_FIELDS, PERSON, type Offer } from './imports'

/** How objects and fields of an import are called, those of a table of colleagues too. */
export function useNames(objects: readonly ObjectMeta[], offers: readonly Offer[] = []) {
  const t = useT()
  const words = useWords()
  const find = (key: string): ObjectMeta | undefined => objects.find((object) => object.key === key)
  return {
    objectName: (key: string): string => { const object = find(key); return object ? words(object.plural) || words(object.label) : key === PERSON ? t('imp.people') : key },
    fieldName: (object: string, key: string): string => {
      const known = PEOPLE_FIELDS.find((each) => each === key)
      if (object === PERSON && known) return t(`imp.person.${known}`)
      return words(find(object)?.fields.find((field) => field.key === key)?.label) || words(offers.find((offer) => offer.object === object && offer.field === key)?.label) || key
    },
  }
}
