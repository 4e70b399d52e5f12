import { Suspense } from 'react'
import { part } from '@/ui/part'

const Drawn = part(() => import('./icons').then(({ icons, fallbackIcon }) => ({
  default: function Drawn({ name, size }: { name: string; size: number }) {
    const Icon = icons[name] ?? fallbackIcon
    return <Icon size={size} aria-hidden="true" />
  },
})))

/** The icon a definition names. Its set comes with the first idle moment; the place is kept until then. */
export function ObjectIcon({ name, size = 18 }: { name: string | null | undefined; size?: number }) {
  return <Suspense fallback={<span className="icon-gap" style={{ width: size, height: size }} />}><Drawn name={name ?? ''} size={size} /></Suspense>
}
