import { call, newKey } from '@/api/client'
import type { Me } from '@/api/types'

const path = (kind: 'setup' | 'invite', secret: string): string => `/${kind}/${encodeURIComponent(secret)}`

/** What a link offers: whose it is, how that person signs in, and whether she comes for the first time or forgot her password. */
export interface Invitation { purpose: 'invite' | 'reset'; workspace: { name: string }; person?: { title: string } | null; logins?: string[] }
export interface FirstRun { company: string; name: string; login: string; password: string; language: 'zh' | 'en' }

export const loadSetup = (secret: string): Promise<unknown> => call('GET', path('setup', secret))
export const loadInvitation = (secret: string): Promise<Invitation> => call('GET', path('invite', secret))
export const finishSetup = (secret: string, first: FirstRun): Promise<Me> => call('POST', path('setup', secret), { body: first, key: newKey() })
export const changePassword = (present: string, password: string): Promise<Me> => call('POST', '/password', { body: { present, password } })
export const acceptInvitation = (secret: string, password: string): Promise<Me> => call('POST', path('invite', secret), { body: { password }, key: newKey() })
