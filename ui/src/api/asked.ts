import { API } from './workspace'

declare global {
  /** Answers that the page has asked for before its application came, by address. */
  var kedangAsked: Map<string, Promise<Response>> | undefined
}

/** What every page of a signed-in person begins with. */
const FIRST = ['/me', '/objects']
const GOOD_FOR = 20_000 // milliseconds from the beginning of the page

/** Asks at once. Who needs an answer takes it (`takeAsked`); an answer that nobody takes is forgotten. */
export function askFirst(language: string): void {
  const headers = { Accept: 'application/json', 'Accept-Language': language }
  globalThis.kedangAsked = new Map(FIRST.map((path) => {
    const answer = fetch(API + path, { headers, credentials: 'same-origin' })
    answer.catch(() => undefined) // told to whoever takes it
    return [API + path, answer] as const
  }))
}

/** The answer to a question that was asked already, once. */
export function takeAsked(address: string): Promise<Response> | undefined {
  const found = globalThis.kedangAsked?.get(address)
  globalThis.kedangAsked?.delete(address)
  return performance.now() < GOOD_FOR ? found : undefined
}
