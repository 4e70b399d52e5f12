import { lazy, Suspense, useEffect, useState } from 'react'
import { addTexts } from '@/i18n'
import { followHelp } from '@/meta/help'

const HelpPanel = lazy(() => Promise.all([import('@/features/help/HelpPanel'), addTexts('help')]).then(([module]) => ({ default: module.HelpPanel })))
const Tour = lazy(() => Promise.all([import('@/features/help/Tour'), addTexts('help')]).then(([module]) => ({ default: module.Tour })))

/** Help and the tour, whoever asks for them. `isInside`: whether somebody is signed in. */
export function Guide({ path, isInside = true }: { path: string; isInside?: boolean }) {
  const [shown, setShown] = useState<'help' | 'tour' | null>(null)
  const close = (): void => { setShown(null) }
  useEffect(() => followHelp({ onHelp: () => { setShown('help') }, onTour: () => { setShown('tour') } }), [])
  return (
    <Suspense fallback={null}>
      {shown === 'help' && <HelpPanel path={path} isInside={isInside} onClose={close} />}
      {shown === 'tour' && <Tour onClose={close} />}
    </Suspense>
  )
}
