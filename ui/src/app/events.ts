import { tell, type Changed } from '@/api/changes'
import { API, keptHere } from '@/api/workspace'
import { forgetObjects } from '@/meta/objects'
import { client } from './session'

/** What the model has become must be asked for anew. */
const MODEL = 'model'
/** The person's own notices have changed. */
const NOTICES = 'notices'
type News = Changed | typeof MODEL | typeof NOTICES
type Listener = (news: News) => void
const NAME = keptHere('kedang.events')
let started = false

function isNews(value: unknown): value is News {
  return value === MODEL || value === NOTICES || (typeof value === 'object' && value !== null && 'object' in value && 'id' in value)
}

function hear(news: News): void {
  if (news === MODEL) forgetObjects(client)
  else if (news === NOTICES) void client.invalidateQueries({ queryKey: ['notices'] })
  else tell(news)
}

/** Reads the stream. A break is healed by the browser; a refusal, as after signing out, ends it. */
function open(onNews: Listener): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource(`${API}/events`)
    source.onmessage = (message) => {
      const data: unknown = JSON.parse(String(message.data))
      if (isNews(data)) onNews(data)
    }
    source.addEventListener(MODEL, () => { onNews(MODEL) })
    source.addEventListener(NOTICES, () => { onNews(NOTICES) })
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return
      source.close()
      resolve()
    }
  })
}

/**
 * One stream for all tabs of a browser: who holds the lock reads and tells the others. Six connections to a host are soon used up.
 * Locks exist only on secure origins; elsewhere every tab has its own stream.
 */
export function startEvents(): void {
  if (started || typeof EventSource === 'undefined') return
  started = true
  const end = (): void => { started = false }
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    void open(hear).then(end)
    return
  }
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = (message: MessageEvent<unknown>) => { if (isNews(message.data)) hear(message.data) }
  void navigator.locks.request(NAME, () => open((news) => { hear(news); channel.postMessage(news) })).then(() => { channel.close(); end() })
}
