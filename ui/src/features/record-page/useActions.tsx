import { CircleHelp, ClipboardList, Link, Merge, Printer, Trash2 } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ObjectMeta, Rec } from '@/api/types'
import { outside } from '@/api/workspace'
import { useSpeech } from '@/fields/useSpeech'
import { can } from '@/meta/objects'
import { recordHref } from '@/meta/view'
import { copyText } from '@/ui/copyText'
import { hasCommand } from '@/ui/keys'
import { askHelp } from '@/meta/help'
import type { MenuGroup, MenuItem } from '@/ui/Menu'
import { toast } from '@/ui/toast'
import { recordText } from './recordText'

interface Doing { print: () => void; merge: () => void; remove: () => void }

/** The browser's own key for printing prints the archive sheet rather than the page around it. */
function usePrintKey(print: () => void): void {
  const latest = useRef(print)
  useEffect(() => { latest.current = print })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'p' || !hasCommand(event) || event.altKey || event.shiftKey) return
      event.preventDefault()
      latest.current()
    }
    addEventListener('keydown', onKey)
    return () => { removeEventListener('keydown', onKey) }
  }, [])
}

/** What can be done with the whole record, in groups of a menu. */
export function useActions(object: ObjectMeta, record: Rec | undefined, { print, merge, remove }: Doing): MenuGroup[] {
  const speech = useSpeech()
  const { t } = speech
  usePrintKey(print)
  if (!record) return []
  const copy = (text: string, said: string): void => { void copyText(text).then((done) => { toast(done ? said : t('record.notCopied'), { bad: !done }) }) }
  const taking: MenuItem[] = [
    { key: 'link', label: t('record.copyLink'), icon: <Link size={16} />, onPick: () => { copy(location.origin + outside(recordHref(object.key, record.id)), t('record.copied')) } },
    { key: 'text', label: t('record.copyText'), icon: <ClipboardList size={16} />, onPick: () => { copy(recordText(object, record, speech), t('record.textCopied')) } },
    { key: 'print', label: t('record.print'), icon: <Printer size={16} />, onPick: print },
  ]
  const changing: MenuItem[] = []
  if (can(object, 'merge', record) && !record.deleted_at) changing.push({ key: 'merge', label: t('record.mergeMore'), icon: <Merge size={16} />, onPick: merge })
  if (can(object, 'delete', record) && !record.deleted_at) changing.push({ key: 'delete', label: t('act.delete'), icon: <Trash2 size={16} />, danger: true, onPick: remove })
  taking.push({ key: 'help', label: t('help.title'), icon: <CircleHelp size={16} />, onPick: askHelp })
  return [{ key: 'taking', items: taking }, ...(changing.length > 0 ? [{ key: 'changing', items: changing }] : [])]
}
