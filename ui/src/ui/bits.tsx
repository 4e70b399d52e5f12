import type { ReactNode } from 'react'

/** `word`: what a list is filtered by when it is clicked there. */
export function Tag({ color, children, title, word }: { color?: string | null | undefined; children: ReactNode; title?: string; word?: string }) {
  return <span className={`tag ${color ? `tag-${color}` : ''}`} title={title} data-tag={word}>{children}</span>
}

const HUES = 8

/** The same colour for the same name, everywhere. */
export function hueOf(name: string): number {
  let sum = 0
  for (const char of name) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973
  return sum % HUES
}

/** A Chinese given name says more than the family name, but firms are used to see the first character. */
export function Avatar({ name, size = 's', square }: { name: string; size?: 's' | 'm' | 'l'; square?: boolean }) {
  const first = [...name.trim()][0]?.toUpperCase() ?? '?'
  return <span aria-hidden="true" className={`avatar hue${hueOf(name)} ${size === 's' ? '' : `avatar-${size}`} ${square ? 'avatar-square' : ''}`}>{first}</span>
}

export function Skeleton({ width, height }: { width?: number | string; height?: number }) {
  return <span className="skel" style={{ width, height }} />
}

export function Kbd({ children }: { children: ReactNode }) {
  return <kbd className="kbd">{children}</kbd>
}
