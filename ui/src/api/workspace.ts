/** A tab is in one workspace: the person's own, or the one that its address names by `/w/{number}`. */
const NAMED = /^\/w\/([1-9]\d*)(?=\/|$)/
const number = NAMED.exec(location.pathname)?.[1]

export const isElsewhere = number !== undefined
const BEFORE = number === undefined ? '' : `/w/${number}`

/** Where requests of the person's own workspace begin, and those of this tab. */
export const HOME_API = '/api/v1'
export const API = `${HOME_API}${BEFORE}`

/** A path of the application as it stands in the address bar, and back. */
export const outside = (path: string): string => `${BEFORE}${path}`
export const inside = (path: string): string => path.replace(NAMED, '') || '/'

/** What the browser keeps for one workspace says nothing in another. */
export const keptHere = (key: string): string => (number === undefined ? key : `${key}@${number}`)

/** The first page of a workspace; the person's own has no number. */
export const doorOf = (workspace?: number | string): string => (workspace === undefined ? '/' : `/w/${String(workspace)}/`)
