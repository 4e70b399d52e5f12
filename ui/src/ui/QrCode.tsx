import { useQuery } from '@tanstack/react-query'
import { call } from '@/api/client'
import './qr.css'

interface Square { size: number; path: string }

/** A text, mostly an address, for the camera of a phone. `label` says what it leads to; dark on white in both themes, as cameras want it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const square = useQuery({
    queryKey: ['qr', text],
    queryFn: ({ signal }) => call<Square>('POST', '/qr', { body: { text }, signal }),
    staleTime: Infinity,
    gcTime: 0, // it may be a one-time link: nothing of it stays
  })
  return (
    <div className="qr">
      {square.data && <svg role="img" aria-label={label} viewBox={`0 0 ${square.data.size} ${square.data.size}`} shapeRendering="crispEdges"><path d={square.data.path} /></svg>}
      {square.isPending && <span className="skel" />}
    </div>
  )
}
