import type { Field, Value } from '@/api/types'

/** One cell that one has changed: what it was, what it became, and the version of the record since. */
export interface CellEdit { id: string; field: Field; before: Value; after: Value; version: number }

const KEPT = 100
interface Group { turn: number; edits: CellEdit[] }

/** One's own edits of a list, to take back and to do again. What was done in one go is taken back in one go. */
export class Edits {
  private readonly done: Group[] = []
  private readonly undone: Group[] = []
  private turns = 0

  /** Something begins to be done: its place among what is done, for it may be saved later than what is done after it. */
  turn(): number {
    this.turns += 1
    return this.turns
  }

  /** Something was done: what was taken back before cannot be done again. */
  add(edits: readonly CellEdit[], turn = this.turn()): void {
    if (edits.length === 0) return
    this.saw(edits)
    this.undone.length = 0
    this.put(this.done, edits, turn)
  }

  takeUndo(): CellEdit[] | undefined {
    return this.done.pop()?.edits
  }

  takeRedo(): CellEdit[] | undefined {
    return this.undone.pop()?.edits
  }

  /** Edits were taken back: turned round, they can be done again. */
  wasUndone(edits: readonly CellEdit[]): void {
    this.saw(edits)
    this.put(this.undone, edits.map(turned))
  }

  wasRedone(edits: readonly CellEdit[]): void {
    this.saw(edits)
    this.put(this.done, edits)
  }

  private put(to: Group[], edits: readonly CellEdit[], turn = this.turn()): void {
    if (edits.length > 0) to.splice(to.findLastIndex((group) => group.turn < turn) + 1, 0, { turn, edits: [...edits] })
    if (to.length > KEPT) to.shift()
  }

  /** Own changes of a cell are no conflict with own earlier ones. */
  private saw(edits: readonly CellEdit[]): void {
    const versions = new Map(edits.map((edit) => [`${edit.id} ${edit.field.key}`, edit.version]))
    for (const group of [...this.done, ...this.undone]) {
      for (const edit of group.edits) edit.version = versions.get(`${edit.id} ${edit.field.key}`) ?? edit.version
    }
  }
}

/** The way back of an edit. */
export function turned(edit: CellEdit): CellEdit {
  return { ...edit, before: edit.after, after: edit.before }
}
