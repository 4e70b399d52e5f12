import { act, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startLanguage } from '@/i18n'
import { SignInPage } from './SignInPage'

beforeEach(async () => { await startLanguage('en') })
afterEach(() => { vi.useRealTimers(); vi.unstubAllGlobals() })

function answer(status: number, body: object, headers: Record<string, string> = {}): void {
  vi.stubGlobal('fetch', vi.fn(() => Promise.resolve(Response.json(body, { status, headers }))))
}

const button = (): HTMLButtonElement => screen.getByText<HTMLButtonElement>('Sign in', { selector: 'button' })

async function trySignIn(): Promise<void> {
  fireEvent.change(screen.getByLabelText(/^Account/), { target: { value: '139 0000 1111' } })
  fireEvent.change(screen.getByLabelText(/^Password/), { target: { value: 'certainly wrong' } })
  await act(async () => { fireEvent.click(button()); await vi.advanceTimersByTimeAsync(0) })
}

it('counts a lock-out down second by second, and lets one try again at its end', async () => {
  vi.useFakeTimers()
  answer(429, { code: 'too_many_attempts', detail: 'Too many attempts' }, { 'Retry-After': '3' })
  render(<SignInPage onSignedIn={() => undefined} />)
  await trySignIn()
  for (const text of ['3 seconds', '2 seconds', '1 second']) {
    expect(screen.getByRole('alert').textContent).toContain(`again in ${text}`)
    expect(button().disabled).toBe(true)
    await act(() => vi.advanceTimersByTimeAsync(1000))
  }
  expect(screen.queryByRole('alert')).toBeNull()
  expect(button().disabled).toBe(false)
})

it('keeps the account and empties the password that was wrong', async () => {
  vi.useFakeTimers()
  answer(401, { code: 'wrong_credentials', detail: 'Login or password is wrong.' })
  render(<SignInPage onSignedIn={() => undefined} />)
  await trySignIn()
  expect(screen.getByRole('alert').textContent).toBe('Login or password is wrong.')
  expect(screen.getByLabelText<HTMLInputElement>(/^Account/).value).toBe('139 0000 1111')
  expect(screen.getByLabelText<HTMLInputElement>(/^Password/).value).toBe('')
})

it('says that Caps Lock is on while one types, and no longer once one leaves', () => {
  render(<SignInPage onSignedIn={() => undefined} />)
  const field = screen.getByLabelText(/^Password/)
  fireEvent.keyDown(field, { key: 'A', modifierCapsLock: true })
  expect(screen.getByRole('status').textContent).toBe('Caps Lock is on')
  fireEvent.blur(field)
  expect(screen.queryByRole('status')).toBeNull()
})
