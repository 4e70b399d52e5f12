import { call } from '@/api/client'
import type { Paged, Ref } from '@/api/types'

export interface Own extends Ref { departments: Ref[]; email: string | null; mobile: string | null; staff_number: string | null }
export interface Session { id: string; present: boolean; created_at: string; last_used_at: string | null; expires_at: string; ip: string | null; agent: string | null }
export interface Token { id: string; name: string; scopes: string[] | null; created_at: string; last_used_at: string | null; expires_at: string; token?: string }
export interface NewToken { name: string; scopes: string[] | null; days: number }

export const loadOwn = (id: string): Promise<Own> => call('GET', `/people/${id}`)
export const changeOwn = (change: { mobile?: string | null; email?: string | null; present: string }): Promise<null> => call('PATCH', '/me', { body: change })
export const loadSessions = (): Promise<Paged<Session>> => call('GET', '/sessions')
export const endSession = (id: string): Promise<null> => call('DELETE', `/sessions/${id}`)
export const endOtherSessions = (): Promise<null> => call('DELETE', '/sessions')
export const loadTokens = (): Promise<Paged<Token>> => call('GET', '/tokens')
export const makeToken = (wish: NewToken, key: string): Promise<Token> => call('POST', '/tokens', { body: wish, key })
export const endToken = (id: string): Promise<null> => call('DELETE', `/tokens/${id}`)

const BROWSERS: [RegExp, string][] = [[/MicroMessenger/, 'WeChat'], [/Edg\//, 'Edge'], [/Firefox\//, 'Firefox'], [/Chrome\//, 'Chrome'], [/Safari\//, 'Safari'], [/curl|python|httpx/i, 'API']]
const SYSTEMS: [RegExp, string][] = [[/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS/, 'macOS'], [/Linux/, 'Linux']]

/** `Chrome · Windows`: what a person calls the device, or nothing where it cannot be told. */
export function deviceOf(agent: string | null): string {
  const named = (known: [RegExp, string][]): string => known.find(([shape]) => shape.test(agent ?? ''))?.[1] ?? ''
  return [named(BROWSERS), named(SYSTEMS)].filter(Boolean).join(' · ')
}
