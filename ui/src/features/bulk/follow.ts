import { asProblem, isPassing, newKey } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { reloadLists } from '@/grid/lists'
import { currentLanguage, say, wordsIn } from '@/i18n'
import { toast } from '@/ui/toast'
import { getBulk, isOpen, mayUndo, outcomeText, undoBulk, type Bulk } from './bulks'

const LOOK_MS = 700
/** A busy server is asked less often. */
const PATIENCE_MS = 4000

/** Looks after a change until it has ended. Raises what is not passing. */
export async function ended(bulk: Bulk, onStep: (bulk: Bulk) => void = () => undefined): Promise<Bulk> {
  let now = bulk
  let pause = LOOK_MS
  while (isOpen(now)) {
    await new Promise((resolve) => { setTimeout(resolve, pause) })
    try {
      now = await getBulk(now.id)
      pause = LOOK_MS
      onStep(now)
    } catch (cause) {
      if (!isPassing(asProblem(cause))) throw cause
      pause = PATIENCE_MS
    }
  }
  return now
}

/** Takes a change back and says what became of it, wherever the person is by then. */
export async function takeBack(bulk: Bulk, object: ObjectMeta, onStep?: (bulk: Bulk) => void): Promise<Bulk | null> {
  try {
    const begun = await undoBulk(bulk.id, newKey())
    onStep?.(begun)
    const done = await ended(begun, onStep)
    toast(outcomeText(done, nameOf(object), say))
    return done
  } catch (cause) {
    toast(asProblem(cause).message || say('error.text'), { bad: true })
    return null
  } finally {
    reloadLists(object.key)
  }
}

export function nameOf(object: ObjectMeta): string {
  return wordsIn(currentLanguage(), object.label)
}

/** Says what became of a change, with the way back. */
export function tellOutcome(bulk: Bulk, object: ObjectMeta): void {
  reloadLists(object.key)
  const bad = bulk.state === 'failed' || (bulk.changed === 0 && bulk.refused > 0)
  toast(outcomeText(bulk, nameOf(object), say), { bad, ...(mayUndo(bulk) ? { action: { label: say('act.undo'), run: () => { void takeBack(bulk, object) } } } : {}) })
}

/** Goes on without anybody looking: the end is told. */
export function followAlone(bulk: Bulk, object: ObjectMeta): void {
  ended(bulk).then((done) => { tellOutcome(done, object) }, (cause: unknown) => { toast(asProblem(cause).message || say('error.text'), { bad: true }) })
}
