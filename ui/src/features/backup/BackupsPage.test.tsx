import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { fireEvent, render, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { addTexts, startLanguage } from '@/i18n'
import type { Backup, Backups, Run } from './backups'
import { BackupsPage } from './BackupsPage'

const NAME = '2026-11-24T02-00-00Z-nightly-3f1c'
const KEPT: Backup = { name: NAME, folder: `/srv/kedang/backups/${NAME}`, at: '2026-11-23T18:00:00Z', kind: 'nightly', bytes: 1_400_000, rows: 12_345, files: 20, workspaces: 1, verified_at: null, has_copy: false, problem: null }
const EMPTY: Backups = {
  plan: { every: 'daily', weekday: 7, time: '02:00', keep: 7, version: 0, zone: 'Asia/Shanghai', next_at: '2026-11-24T18:00:00Z', is_late: false },
  places: [{ folder: '/srv/kedang/backups', is_copy: false, free: 80_000_000_000, size: 270_000_000_000, problem: null }], items: [], runs: { backup: null, test: null },
}
const FAILED: Run = { id: 'r1', what: 'test', kind: 'manual', state: 'failed', at: '2026-11-23T19:30:00Z', ended_at: '2026-11-23T19:31:00Z', done: 0, total: 0, report: null, error: '备份已损坏：ws_1.dump 缺失' }

let server: Backups | null
let sent: string[]

function answer(path: string, options: RequestInit): Response {
  sent.push(`${options.method ?? 'GET'} ${path}`)
  const problem = (status: number, body: object): Response => new Response(JSON.stringify(body), { status })
  if (!server) return problem(503, { code: 'busy', detail: '系统暂时繁忙' })
  if (options.method === 'POST') server = { ...server, runs: { ...server.runs, backup: { ...FAILED, id: 'r2', what: 'backup', state: 'running', error: null, ended_at: null, done: 3, total: 4 } } }
  if (options.method === 'PUT') {
    const body = JSON.parse(String(options.body)) as { version: number }
    if (body.version !== server.plan.version) return problem(409, { code: 'stale', detail: '已被他人修改' })
    server = { ...server, plan: { ...server.plan, ...body, version: body.version + 1 } }
  }
  return problem(200, /runs|POST/.test(`${path} ${options.method}`) ? server.runs : server)
}

beforeAll(() => addTexts('backup'))
beforeEach(() => {
  sent = []
  vi.stubGlobal('fetch', (path: string, options: RequestInit) => Promise.resolve(answer(path, options)))
})
afterEach(async () => { vi.unstubAllGlobals(); await startLanguage('zh-CN') })

function open(state: Backups | null): void {
  server = state
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  render(<QueryClientProvider client={client}><BackupsPage /></QueryClientProvider>)
}

it('begins empty: nothing to test, no command, one place', async () => {
  open(EMPTY)
  await screen.findByText(/还没有备份/)
  expect(screen.getByRole('button', { name: '立即测试' })).toHaveProperty('disabled', true)
  expect(screen.queryByLabelText('恢复命令')).toBeNull()
  expect(screen.getByText('剩余 80.0 GB，共 270.0 GB')).toBeTruthy()
  expect(screen.getByText(/只有一处存放/)).toBeTruthy()
})

it('shows how far a backup is that was just asked for [R349: progress]', async () => {
  open(EMPTY)
  fireEvent.click(await screen.findByRole('button', { name: '立即备份' }))
  expect((await screen.findByText(/正在备份…/)).textContent).toContain('75%')
  expect(screen.getByRole('button', { name: '立即备份' })).toHaveProperty('disabled', true)
  expect(sent).toContain('POST /api/v1/backups')
})

it('names what is wrong: a failed test, a folder, a damaged backup, one that is overdue', async () => {
  open({
    plan: { ...EMPTY.plan, is_late: true }, runs: { backup: null, test: FAILED },
    places: [{ folder: '/mnt/copy', is_copy: true, free: null, size: null, problem: '无法写入文件夹' }],
    items: [{ ...KEPT, name: 'broken', at: null, kind: null, bytes: null, rows: null, problem: '清单已损坏' }, KEPT],
  })
  expect((await screen.findAllByRole('alert')).map((each) => each.textContent)).toEqual(['无法写入文件夹', '2026-11-24 03:30 的恢复测试没有通过。 备份已损坏：ws_1.dump 缺失'])
  expect(screen.getByText(/仍未进行/)).toBeTruthy()
  expect(screen.getByText('清单已损坏')).toBeTruthy()
  expect(screen.getByLabelText('恢复命令')).toHaveProperty('value', expect.stringContaining(KEPT.folder))
})

it('tells what somebody else has set meanwhile, and saves on top of it when asked again', async () => {
  open(EMPTY)
  fireEvent.click(await screen.findByRole('button', { name: '修改' }))
  server = { ...EMPTY, plan: { ...EMPTY.plan, every: 'weekly', time: '04:00', version: 1 } }
  const dialog = within(screen.getByRole('dialog'))
  fireEvent.change(dialog.getByLabelText('保留份数'), { target: { value: '9' } })
  fireEvent.click(dialog.getByRole('button', { name: '保存' }))
  expect((await dialog.findByRole('alert')).textContent).toContain('每周日 04:00')
  fireEvent.click(dialog.getByRole('button', { name: '保存' }))
  await waitFor(() => { expect(screen.queryByRole('dialog')).toBeNull() })
  expect(server.plan).toMatchObject({ every: 'daily', keep: 9, version: 2 })
})

it('says in English when it cannot be read, and reads it again', async () => {
  await startLanguage('en')
  open(null)
  await screen.findByText('系统暂时繁忙')
  server = { ...EMPTY, items: [KEPT] }
  fireEvent.click(screen.getByRole('button', { name: /again|retry/i }))
  await screen.findByText('Daily at 02:00')
  expect(screen.getByText('Not tested')).toBeTruthy()
})
