import { tell, type Changed } from './changes'

type Listener = (event: Changed) => void
const NAME = 'kedang.events'
let started = false

function isChanged(value: unknown): value is Changed {
  return typeof value === 'object' && value !== null && 'object' in value && 'id' in value
}

/** Reads the stream; ends for good where the server does not offer it. */
function open(onEvent: Listener): Promise<void> {
  return new Promise((resolve) => {
    const source = new EventSource('/api/v1/events')
    source.onmessage = (message) => {
      const data: unknown = JSON.parse(String(message.data))
      if (isChanged(data)) onEvent(data)
    }
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
  if (!('locks' in navigator) || typeof BroadcastChannel === 'undefined') {
    void open(tell)
    return
  }
  const channel = new BroadcastChannel(NAME)
  channel.onmessage = (message: MessageEvent<unknown>) => { if (isChanged(message.data)) tell(message.data) }
  void navigator.locks.request(NAME, () => open((event) => { tell(event); channel.postMessage(event) }))
}
