/** Whether a link leads to the very machine that it is opened on, and so to nowhere from anybody else's. */
export function isHereOnly(link: string): boolean {
  const host = new URL(link).hostname
  return host === 'localhost' || host === '[::1]' || host.startsWith('127.')
}
