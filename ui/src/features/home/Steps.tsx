import { ChevronRight, CircleCheck, Compass, X } from 'lucide-react'
import type { ObjectMeta } from '@/api/types'
import { useT } from '@/i18n'
import { beginTour } from '@/meta/help'
import { useMe } from '@/meta/objects'
import { useTourOffer } from '@/meta/tour'
import { Button, IconButton } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { useSteps } from './steps'

/** The first steps in a new workspace; gone when they are done, or put away. */
export function Steps({ objects }: { objects: readonly ObjectMeta[] }) {
  const t = useT()
  const { steps, dismiss } = useSteps(objects)
  const isOffered = useTourOffer(useMe())
  if (steps.length === 0) return null
  const done = steps.filter((step) => step.isDone).length
  const next = steps.find((step) => !step.isDone)
  return (
    <section className="card home-card steps" aria-labelledby="home-steps">
      <header>
        <h2 id="home-steps" className="grow">{t('step.title')}<span className="muted num">{t('step.progress', { done, all: steps.length })}</span></h2>
        <IconButton label={t('step.dismiss')} small onClick={dismiss}><X size={16} /></IconButton>
      </header>
      <ol>
        {steps.map((step, index) => (
          <li key={step.key} data-done={step.isDone}>
            <Go to={step.href} className="step" data-next={step === next}>
              {step.isDone ? <CircleCheck size={24} role="img" aria-label={t('step.isDone')} /> : <span className="step-number" aria-hidden="true">{index + 1}</span>}
              <span className="grow"><b>{step.title}</b>{!step.isDone && <small>{step.text}</small>}</span>
              {!step.isDone && <ChevronRight size={16} aria-hidden="true" />}
            </Go>
          </li>
        ))}
      </ol>
      {isOffered && <div className="step-tour"><Button look="plain" small onClick={beginTour}><Compass size={16} aria-hidden="true" />{t('tour.offer')}</Button></div>}
    </section>
  )
}
