import type { AnchorHTMLAttributes } from 'react'
import { outside } from '@/api/workspace'
import { hasCommand } from './keys'

interface GoProps extends AnchorHTMLAttributes<HTMLAnchorElement> { to: string }

/** A link inside of the application. Cheap enough for every cell of a grid: one listener of the document follows them all. */
export function Go({ to, ...rest }: GoProps) {
  return <a href={outside(to)} data-go={to} {...rest} />
}

let present: (href: string) => void = (href) => { location.assign(href) }

/** Goes to a place of the application, after something was done; where the person clicks, a link is better. */
export function visit(href: string): void {
  present(href)
}

/** Follows plain clicks on `Go` links without loading the page again; other clicks (new tab, download) stay the browser's. */
export function followLinks(push: (href: string) => void): () => void {
  present = push
  const onClick = (event: MouseEvent): void => {
    if (event.defaultPrevented || event.button !== 0 || hasCommand(event) || event.shiftKey || event.altKey) return
    const link = event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[data-go]') : null
    if (!link) return
    event.preventDefault()
    push(link.dataset.go ?? '/')
  }
  document.addEventListener('click', onClick)
  return () => { document.removeEventListener('click', onClick) }
}
