import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { addTexts, startLanguage } from '@/i18n'
import type { Export } from './exports'
import { ScheduleCard } from './ScheduleCard'
import type { Schedule } from './schedule'

const OFF: Schedule = { every: 'off', weekday: 1, day: 1, time: '03:00', keep: 4, with_history: false, version: 0, zone: 'Asia/Shanghai', next_at: null, last: null, kept: [], can_take: true }
const MADE: Export = {
  id: '0192f4b0-1111-7111-8111-111111111111', object: null, format: 'zip', state: 'done', name: '晨光-20261125-023000.zip', total: 0, rows: 9, left_out: 0, cut: 0,
  bytes: 1_400_000, error: null, at: '2026-11-24T18:30:00Z', expires_at: null, is_periodic: true,
}
const ON: Schedule = { ...OFF, every: 'weekly', weekday: 3, time: '02:30', version: 1, next_at: '2026-12-01T18:30:00Z', last: MADE, kept: [MADE] }

let server: Schedule | null
let sent: { method: string; path: string; body: Record<string, unknown> | null }[]

/** The other side of the wire: one schedule, kept as the contract says. */
function answer(path: string, options: RequestInit): Response {
  const method = options.method ?? 'GET'
  const body = typeof options.body === 'string' ? JSON.parse(options.body) as Record<string, unknown> : null
  sent.push({ method, path, body })
  const problem = (status: number, code: string, detail: string): Response => new Response(JSON.stringify({ code, detail }), { status })
  if (!server) return problem(503, 'busy', '系统暂时繁忙')
  if (method === 'DELETE') { server = { ...server, kept: [] }; return new Response(null, { status: 204 }) }
  if (method === 'PUT') {
    if (body?.version !== server.version) return problem(409, 'stale', '已被他人修改')
    server = { ...server, ...body, version: server.version + 1, next_at: body.every === 'off' ? null : '2026-12-01T18:30:00Z' }
  }
  return new Response(JSON.stringify(server), { status: 200 })
}

beforeAll(() => addTexts('periodic'))
beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => Promise.resolve(answer(path, options)))
})
afterEach(async () => { vi.unstubAllGlobals(); await startLanguage('zh-CN') })

function open(state: Schedule | null): void {
  server = state
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(<QueryClientProvider client={client}><ScheduleCard /></QueryClientProvider>)
}

it('is off until somebody turns it on [R351: periodic, screen]', async () => {
  open(OFF)
  fireEvent.click(await screen.findByRole('button', { name: '开启' }))
  const dialog = within(screen.getByRole('dialog'))
  expect(dialog.getByRole('radio', { name: '每周' })).toHaveProperty('checked', true)
  fireEvent.change(dialog.getByLabelText('星期'), { target: { value: '5' } })
  fireEvent.change(dialog.getByLabelText('时刻'), { target: { value: '23:15' } })
  fireEvent.change(dialog.getByLabelText('保留份数'), { target: { value: '8' } })
  fireEvent.click(dialog.getByRole('button', { name: '保存' }))
  await screen.findByText(/每周五 23:15 · 保留 8 份/)
  expect(screen.queryByRole('dialog')).toBeNull()
  expect(sent.find((each) => each.method === 'PUT')?.body).toEqual({ every: 'weekly', weekday: 5, day: 1, time: '23:15', keep: 8, with_history: false, version: 0 })
})

it('tells when it comes, what became of the last one, and gives the files', async () => {
  open(ON)
  await screen.findByText(/2026-12-02 02:30/)
  expect(screen.getByText('2026-11-25 02:30，成功，1.4 MB')).toBeTruthy()
  expect(screen.getByRole('link', { name: '下载 2026-11-25 02:30 的文件' }).getAttribute('href')).toBe(`/api/v1/exports/${MADE.id}/file`)
})

it('says it in English too', async () => {
  await startLanguage('en')
  open({ ...ON, every: 'monthly', day: 31, keep: 1 })
  await screen.findByText(/On day 31 of each month at 02:30 · the newest file stays/)
})

it('shows a failure with its reason, and the files of before', async () => {
  open({ ...ON, last: { ...MADE, id: 'x', state: 'failed', bytes: null, error: '磁盘空间不足' } })
  expect((await screen.findByRole('alert')).textContent).toContain('磁盘空间不足')
  expect(screen.getAllByRole('link')).toHaveLength(1)
})

it('offers no file to who may not see all of it', async () => {
  open({ ...ON, can_take: false })
  await screen.findByText(/不能下载/)
  expect(screen.queryByRole('link')).toBeNull()
})

it('asks before a file goes', async () => {
  open(ON)
  fireEvent.click(await screen.findByRole('button', { name: '删除 2026-11-25 02:30' }))
  expect(sent.some((each) => each.method === 'DELETE')).toBe(false)
  fireEvent.click(within(screen.getByRole('dialog')).getByRole('button', { name: '删除' }))
  await screen.findByText(/还没有文件/)
  expect(sent.find((each) => each.method === 'DELETE')?.path).toBe(`/api/v1/exports/${MADE.id}`)
})

it('tells what somebody else has set meanwhile, and saves on top of it when asked again', async () => {
  open(ON)
  fireEvent.click(await screen.findByRole('button', { name: '修改' }))
  server = { ...ON, every: 'daily', version: 2 }
  const dialog = within(screen.getByRole('dialog'))
  fireEvent.change(dialog.getByLabelText('保留份数'), { target: { value: '9' } })
  fireEvent.click(dialog.getByRole('button', { name: '保存' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('每天 02:30')
  fireEvent.click(dialog.getByRole('button', { name: '保存' }))
  await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
  expect(server).toMatchObject({ every: 'weekly', keep: 9, version: 3 })
})

it('says when it cannot be read, and reads it again', async () => {
  open(null)
  expect((await screen.findByRole('alert')).textContent).toContain('系统暂时繁忙')
  server = OFF
  fireEvent.click(screen.getByRole('button', { name: '重试' }))
  await screen.findByText('未开启')
})
