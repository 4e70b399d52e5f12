import { useQuery } from '@tanstack/react-query'
import { call, callFile } from '@/api/client'
import { currentLanguage, useLanguage } from '@/i18n'

export interface Span { text: string; mark?: 'plain' | 'strong' | 'key' | 'link'; to?: string }
export interface Block { kind: 'heading' | 'text' | 'list' | 'steps'; lines: Span[][] }
export interface Chapter { key: string; title: string; blocks: Block[] }
export interface ChapterGroup { key: string; label: string; chapters: Chapter[] }
export interface Box { key: string; label: string; lines: string[]; y: number; height: number }
export interface Flow { width: number; height: number; box_width: number; boxes: Box[]; arrows: { start: string; end: string; path: string }[] }
export interface Found { key: string; title: string; text: string }
export type ManualFormat = 'html' | 'pdf'

/** Where the flow chart stands among the chapters. */
export const FLOW = 'flow'
const AROUND = 24
const short = (lang: string): 'zh' | 'en' => lang === 'en' ? 'en' : 'zh'

export function useManual() {
  const language = short(useLanguage())
  return useQuery({ queryKey: ['help', language], staleTime: Infinity, queryFn: () => call<{ groups: ChapterGroup[] }>('GET', '/help', { query: { language } }) })
}

export function useFlow() {
  const language = short(useLanguage())
  return useQuery({ queryKey: ['help', 'flow', language], queryFn: () => call<{ flow: Flow; told: string[] }>('GET', '/help/flow', { query: { language } }) })
}

/** The manual as a file, kept by the browser under its name. */
export async function takeManual(format: ManualFormat, name: string): Promise<void> {
  const content = await callFile('GET', `/help/manual/${format}`, { query: { language: short(currentLanguage()) } })
  const link = document.createElement('a')
  link.href = URL.createObjectURL(content)
  link.download = `${name}.${format}`
  link.click()
  URL.revokeObjectURL(link.href)
}

const lineText = (line: readonly Span[]): string => line.map((span) => span.text).join('')

/** Chapters in which every word stands, those with it in the title first; each with the line that says most of it. */
export function searchManual(groups: readonly ChapterGroup[], asked: string): Found[] {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const hits = (text: string): number => words.filter((word) => text.toLowerCase().includes(word)).length
  return groups.flatMap((group) => group.chapters).flatMap((chapter) => {
    const lines = chapter.blocks.flatMap((block) => block.lines.map(lineText))
    if (hits([chapter.title, ...lines].join('\n')) < words.length) return []
    const best = lines.reduce((one, other) => hits(other) > hits(one) ? other : one, lines[0] ?? '')
    return [{ key: chapter.key, title: chapter.title, text: excerpt(best, words), weight: hits(chapter.title) }]
  }).sort((one, other) => other.weight - one.weight).map(({ key, title, text }) => ({ key, title, text }))
}

function excerpt(line: string, words: readonly string[]): string {
  const at = Math.min(...words.map((word) => line.toLowerCase().indexOf(word)).filter((place) => place >= 0), line.length)
  const from = at > AROUND ? at - AROUND : 0
  return (from > 0 ? '…' : '') + line.slice(from)
}
