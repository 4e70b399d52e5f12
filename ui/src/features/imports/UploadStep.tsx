import { FileSpreadsheet, Plus, Upload, X } from 'lucide-react'
import { useRef, useState, type DragEvent } from 'react'
import { asProblem, type Problem } from '@/api/client'
import type { ObjectMeta } from '@/api/types'
import { useT, useWords } from '@/i18n'
import { handOn } from '@/meta/handed'
import { mayImport, useMe } from '@/meta/objects'
import { Button, IconButton } from '@/ui/Button'
import { Go } from '@/ui/Go'
import { EarlierList } from './Earlier'
import { ACCEPT, saidOf, sizeText, withFiles, type Chosen } from './files'
import { canBeTold, Findings } from './Findings'
import { Frame, Wrong } from './Frame'
import { PERSON, upload, type Import } from './imports'
import { useEarlier } from './useImport'

/** The files are chosen and sent; the server finds out what is in them. */
export function UploadStep({ objects, onPlanned }: { objects: readonly ObjectMeta[]; onPlanned: (found: Import) => void }) {
  const t = useT()
  const [chosen, setChosen] = useState<readonly Chosen[]>([])
  const [object, setObject] = useState('')
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isBusy, setBusy] = useState(false)
  const earlier = useEarlier()
  const nothing = problem?.code === 'nothing_to_import' ? problem.body.sheets ?? [] : null
  const wrong = chosen.some((each) => each.wrong !== null)
  const add = (files: readonly File[]): void => { setProblem(null); setChosen((before) => withFiles(nothing ? before.filter((each) => !files.some((file) => file.name === each.file.name)) : before, files)) }
  const drop = (name: string): void => { setProblem(null); setChosen(chosen.filter((each) => each.file.name !== name)) }
  const send = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      const found = await upload(chosen.map((each) => each.file), object)
      void earlier.refetch()
      onPlanned(found)
    } catch (cause) {
      setProblem(asProblem(cause))
      setBusy(false)
    }
  }
  const isOfAFile = chosen.some((each) => saidOf(problem, each.file.name) !== null)
  const foot = (
    <>
      <span className="grow muted" role="status">{isBusy ? t('imp.upload.busy') : ''}</span>
      <Button look="primary" disabled={isBusy || chosen.length === 0 || wrong} onClick={() => { void send() }}>{t('imp.upload.do')}</Button>
    </>
  )
  return (
    <Frame stage="upload" foot={foot}>
      <div className="imp-narrow">
        <DropPlace isBusy={isBusy} hasFiles={chosen.length > 0} onFiles={add} />
        {nothing ? <Findings sheets={nothing} /> : !isOfAFile && <Wrong problem={problem} />}
        {chosen.length > 0 && (
          <ul className="imp-files" aria-label={t('imp.upload.files')}>
            {chosen.map((each) => <FileLine key={each.file.name} chosen={each} said={saidOf(problem, each.file.name)} isBusy={isBusy} onDrop={() => { drop(each.file.name) }} />)}
          </ul>
        )}
        {isBusy && <progress className="imp-wait" aria-label={t('imp.upload.busy')} />}
        {((nothing && canBeTold(nothing)) || object) && <ObjectChoice objects={objects} value={object} onChange={setObject} />}
        {nothing && canBeTold(nothing) && chosen[0] && <NewObject file={chosen[0].file} />}
        <p className="field-help">{t('imp.upload.safe')}</p>
        <EarlierList query={earlier} />
      </div>
    </Frame>
  )
}

function DropPlace({ isBusy, hasFiles, onFiles }: { isBusy: boolean; hasFiles: boolean; onFiles: (files: File[]) => void }) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const over = (event: DragEvent, is: boolean): void => { event.preventDefault(); setOver(is && !isBusy) }
  return (
    <div
      className="imp-drop" data-over={isOver} data-small={hasFiles} onDragOver={(event) => { over(event, true) }} onDragLeave={(event) => { over(event, false) }}
      onDrop={(event) => { over(event, false); if (!isBusy) onFiles([...event.dataTransfer.files]) }}
    >
      <Upload size={hasFiles ? 20 : 32} strokeWidth={1.5} aria-hidden="true" />
      <div>
        <p>{t('imp.upload.drop')}</p>
        <p className="field-help">{t('imp.upload.kinds')}</p>
      </div>
      <input
        ref={input} type="file" multiple hidden accept={ACCEPT} aria-label={t('imp.upload.choose')}
        onChange={(event) => { onFiles([...(event.target.files ?? [])]); event.target.value = '' }}
      />
      <Button disabled={isBusy} onClick={() => { input.current?.click() }}>{t(hasFiles ? 'imp.upload.more' : 'imp.upload.choose')}</Button>
    </div>
  )
}

function FileLine({ chosen: { file, wrong }, said, isBusy, onDrop }: { chosen: Chosen; said: string | null; isBusy: boolean; onDrop: () => void }) {
  const t = useT()
  const text = wrong ? t(wrong) : said
  return (
    <li data-wrong={text !== null}>
      <FileSpreadsheet size={18} aria-hidden="true" />
      <div className="grow">
        <div className="ellipsis" title={file.name}>{file.name}</div>
        {text && <div className="field-error" role="alert">{text}</div>}
      </div>
      <span className="muted num imp-size">{sizeText(file.size)}</span>
      <IconButton label={t('imp.upload.remove', { name: file.name })} disabled={isBusy} onClick={onDrop}><X size={16} /></IconButton>
    </li>
  )
}

/** Rows that are nothing that is kept yet: who manages the model makes an object of them. */
function NewObject({ file }: { file: File }) {
  const t = useT()
  const manage = useMe()?.manage ?? []
  if (!manage.includes('*') && !manage.includes('model')) return null
  return (
    <p className="imp-what">
      <span>{t('imp.upload.none')}</span>
      <Go to="/settings/objects?new=file" className="btn" onClick={() => { handOn(file) }}><Plus size={16} aria-hidden="true" />{t('imp.upload.newObject')}</Go>
    </p>
  )
}

function ObjectChoice({ objects, value, onChange }: { objects: readonly ObjectMeta[]; value: string; onChange: (object: string) => void }) {
  const t = useT()
  const words = useWords()
  return (
    <label className="imp-what">
      <span>{t('imp.upload.what')}</span>
      <select className="sel" value={value} onChange={(event) => { onChange(event.target.value) }}>
        <option value="">{t('imp.upload.guess')}</option>
        {objects.filter(mayImport).map((object) => <option key={object.key} value={object.key}>{words(object.plural) || words(object.label)}</option>)}
        <option value={PERSON}>{t('imp.people')}</option>
      </select>
    </label>
  )
}
