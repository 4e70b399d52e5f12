import { currentLanguage } from '@/i18n'
import { takeAsked } from './asked'
import { setReached } from './reach'
import { API, HOME_API } from './workspace'

export interface FieldProblem { field: string; code: string; message: string }
export interface FieldConflict { field: string; yours: unknown; theirs: unknown }
/** What is in a sheet that nothing can be imported from. */
export interface SheetFinding { file: string; sheet: string; found: string; rows: number; headers: string[]; text: string }
interface ProblemBody {
  code?: string
  title?: string
  detail?: string
  instance?: string
  fields?: FieldProblem[]
  version?: number
  /** Of a definition, as it is now. */
  revision?: number
  conflicts?: FieldConflict[]
  /** The file that is meant. */
  file?: string
  sheets?: SheetFinding[]
  candidates?: { id: string; title: string }[]
}

/** What went wrong, as the server says it (RFC 9457); status 0 means that no answer came. */
export class Problem extends Error {
  readonly status: number
  readonly code: string
  readonly fields: readonly FieldProblem[]
  readonly requestId: string
  readonly retryAfter: number | undefined
  readonly body: ProblemBody

  constructor(status: number, body: ProblemBody, requestId = '', retryAfter?: number) {
    super(body.detail ?? body.title ?? '')
    this.status = status
    this.code = body.code ?? (status === 0 ? 'network' : String(status))
    this.fields = body.fields ?? []
    this.requestId = requestId || (body.instance ?? '')
    this.retryAfter = retryAfter
    this.body = body
  }
}

export type Query = Record<string, string | number | boolean | undefined>
interface CallOptions {
  query?: Query
  body?: unknown
  /** Files, instead of a body. */
  form?: FormData
  signal?: AbortSignal | undefined
  /** The same key for the same wish: a repeat after a lost answer changes nothing twice. */
  key?: string
  /** Asks the person's own workspace, whichever the tab is in. */
  home?: boolean
}

type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE'
let csrf = ''
let onSignedOut: () => void = () => undefined

export function setCsrf(token: string): void {
  csrf = token
}

export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler
}

/** A random id; `crypto.randomUUID` exists only on secure origins, and a firm may use plain HTTP in its own network. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

function address(path: string, { query, home }: CallOptions): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) if (value !== undefined) params.set(name, String(value))
  const text = params.toString()
  return `${home ? HOME_API : API}${path}${text ? `?${text}` : ''}`
}

function retryAfterOf(response: Response): number | undefined {
  const text = response.headers.get('Retry-After')
  if (!text) return undefined
  const seconds = Number(text)
  return Number.isFinite(seconds) ? seconds : Math.max(0, Math.round((Date.parse(text) - Date.now()) / 1000))
}

function isProblemBody(value: unknown): value is ProblemBody {
  return typeof value === 'object' && value !== null
}

async function problemOf(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => ({}))
  return new Problem(response.status, isProblemBody(body) ? body : {}, response.headers.get('X-Request-Id') ?? '', retryAfterOf(response))
}

async function send(method: Method, path: string, options: CallOptions): Promise<Response> {
  const headers: Record<string, string> = { Accept: 'application/json', 'Accept-Language': currentLanguage() }
  if (method !== 'GET' && csrf) headers['X-CSRF'] = csrf
  if (options.key) headers['Idempotency-Key'] = options.key
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  try {
    const to = address(path, options)
    const response = await (method === 'GET' && takeAsked(to)) || await fetch(to, {
      method, headers, credentials: 'same-origin', signal: options.signal ?? null,
      body: options.form ?? (options.body === undefined ? null : JSON.stringify(options.body)),
    })
    setReached(!response.headers.has('X-Kept'))
    return response
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    setReached(false)
    throw new Problem(0, { code: 'network' })
  }
}

async function answered(method: Method, path: string, options: CallOptions): Promise<Response> {
  const response = await send(method, path, options)
  if (!response.ok) {
    const problem = await problemOf(response)
    // A wrong password is refused with 401 too, and ends nobody's session.
    if (response.status === 401 && problem.code === 'unauthenticated' && path !== '/me') onSignedOut()
    throw problem
  }
  return response
}

/** One request; the answer is trusted to have the shape of the contract. */
export async function call<Answer>(method: Method, path: string, options: CallOptions = {}): Promise<Answer> {
  const text = await (await answered(method, path, options)).text()
  return (text ? JSON.parse(text) : null) as Answer
}

/** One request whose answer is a file. */
export async function callFile(method: Method, path: string, options: CallOptions = {}): Promise<Blob> {
  return (await answered(method, path, options)).blob()
}

export function isAbort(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError'
}

export function asProblem(cause: unknown): Problem {
  if (cause instanceof Problem) return cause
  return new Problem(-1, { code: 'unexpected', detail: cause instanceof Error ? cause.message : String(cause) })
}

/** Worth asking again: no answer came, or the server was busy. */
export function isPassing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 502 || problem.status === 503 || problem.status === 504
}
