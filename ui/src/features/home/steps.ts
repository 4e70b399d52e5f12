import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { findPeople, queryRecords } from '@/api/records'
import type { Condition, ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { mayImport, useMe } from '@/meta/objects'
import { usePages } from '@/meta/pages'
import { visitsQuery } from '@/meta/recent'

/** One of the first things to do here; it ticks itself from what is there. */
export interface Step { key: string; title: string; text: string; href: string; isDone: boolean }

const STORED = 'kedang.steps.'

/** Whether anything of an object is there, of everybody or written down by me: what an import gave me I have not written. */
function useHas(object: ObjectMeta | undefined, mine: boolean, enabled: boolean) {
  const where = mine ? { where: { and: [{ field: 'owner', op: 'eq', value: '$me' }, { field: 'created_by', op: 'eq', value: '$me' }] } satisfies Condition } : {}
  return useQuery({
    queryKey: ['steps', object?.key, mine], enabled: enabled && object !== undefined,
    queryFn: async ({ signal }) => object !== undefined && (await queryRecords(object.key, { fields: ['title'], limit: 1, ...where }, signal)).items.length > 0,
  }).data
}

/** The first steps of this person that are worth showing, or none once they are done or put away. */
export function useSteps(objects: readonly ObjectMeta[]): { steps: Step[]; dismiss: () => void } {
  const t = useT()
  const words = useWords()
  const me = useMe()
  const stored = `${STORED}${me?.workspace.id ?? ''}.${me?.person.id ?? ''}`
  const [isOver, setOver] = useState(() => localStorage.getItem(stored) !== null)
  const end = (): void => { localStorage.setItem(stored, '1'); setOver(true) }
  const first = objects[0]
  const told = objects.find((object) => object.can.create && (object.timeline?.length ?? 0) > 0)
  const people = usePages().find((page) => page.key === 'people')
  const imports = first && mayImport(first) ? first : undefined
  const has = useHas(imports, false, !isOver)
  const wrote = useHas(told, true, !isOver)
  const visits = useQuery({ ...visitsQuery, enabled: !isOver }).data?.items
  const others = useQuery({ queryKey: ['steps', 'people'], enabled: !isOver && people !== undefined, queryFn: () => findPeople('', 50) }).data?.items
  const known = [!imports || has !== undefined, !told || wrote !== undefined, visits !== undefined, !people || others !== undefined]
  if (isOver || !first || known.includes(false)) return { steps: [], dismiss: end }
  const label = words(first.label)
  const steps: Step[] = [
    ...(imports ? [{ key: 'import', title: t('step.import', { object: label }), text: t('step.importText'), href: '/import', isDone: has === true }] : []),
    ...(people ? [{ key: 'invite', title: t('step.invite'), text: t('step.inviteText'), href: people.href, isDone: others?.some((each) => each.account && each.id !== me?.person.id) === true }] : []),
    { key: 'view', title: t('step.view', { object: label }), text: t('step.viewText'), href: `/o/${first.key}`, isDone: visits?.some((each) => each.object === first.key) === true },
    ...(told ? [{ key: 'write', title: t('step.write', { object: words(told.label) }), text: t('step.writeText', { object: label }), href: `/o/${first.key}`, isDone: wrote === true }] : []),
  ]
  return { steps: steps.every((step) => step.isDone) ? [] : steps, dismiss: end }
}
