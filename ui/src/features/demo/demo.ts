import { call } from '@/api/client'
import type { Words } from '@/i18n'

export type DemoState = 'absent' | 'waiting' | 'loading' | 'ready' | 'failed' | 'leaving'
export type Wish = 'load' | 'reset' | 'remove'
export interface Persona { id: string; name: string; position: Words; role: string }
export interface Demo { state: DemoState; workspace: number | null; people: Persona[]; done: number; total: number }

/** The demonstration belongs to the person's own workspace, wherever she looks from. */
export const loadDemo = (signal?: AbortSignal): Promise<Demo> => call('GET', '/demo', { signal, home: true })
export const wishDemo = (wish: Wish): Promise<Demo> => call('POST', '/demo', { body: { wish }, home: true })
export const enterDemo = (person?: string): Promise<{ workspace: number }> => call('POST', '/demo/enter', { body: person ? { person } : {}, home: true })

/** Somebody is at work on it, and it is worth looking again soon. */
export const isUnderWay = (state: DemoState): boolean => state === 'waiting' || state === 'loading' || state === 'leaving'
