import { Check, Circle, Eye, EyeOff } from 'lucide-react'
import { useState } from 'react'
import { useT } from '@/i18n'
import { FieldBox } from '@/ui/FieldBox'
import { IconButton } from '@/ui/Button'

interface PasswordProps { label: string; value: string; onChange: (value: string) => void; isNew?: boolean; error?: string | undefined; autoFocus?: boolean }

/** A password: can be shown, says when Caps Lock is on. */
export function Password({ label, value, onChange, isNew, error, autoFocus }: PasswordProps) {
  const t = useT()
  const [isShown, setShown] = useState(false)
  const [caps, setCaps] = useState(false)
  return (
    <FieldBox label={label} required error={error} warning={caps && <div className="field-warn" role="status">{t('door.caps')}</div>}>
      {({ id, describedBy, invalid }) => (
        <div className="input-box">
          <input
            id={id} name={isNew ? 'new-password' : 'password'} className="input" type={isShown ? 'text' : 'password'} autoComplete={isNew ? 'new-password' : 'current-password'} required autoFocus={autoFocus} value={value}
            aria-describedby={describedBy} aria-invalid={invalid || undefined} autoCapitalize="off" spellCheck={false} onChange={(event) => { onChange(event.target.value) }}
            onKeyDown={(event) => { setCaps(event.getModifierState('CapsLock')) }} onKeyUp={(event) => { setCaps(event.getModifierState('CapsLock')) }} onBlur={() => { setCaps(false) }}
          />
          <IconButton small className="tail" label={isShown ? t('door.hide') : t('door.show')} aria-pressed={isShown} onClick={() => { setShown(!isShown) }}>{isShown ? <EyeOff size={16} /> : <Eye size={16} />}</IconButton>
        </div>
      )}
    </FieldBox>
  )
}

export const SHORTEST = 12

export interface Rule { key: 'long' | 'notLogin' | 'varied'; met: boolean }

/** What a new password must be, and what of it is met. */
export function passwordRules(password: string, login: string): Rule[] {
  const name = login.trim().toLowerCase().split('@')[0] ?? ''
  return [
    { key: 'long', met: [...password].length >= SHORTEST },
    { key: 'varied', met: new Set(password).size >= 5 },
    { key: 'notLogin', met: password.length > 0 && (name.length < 3 || !password.toLowerCase().includes(name)) },
  ]
}

export function isGoodPassword(password: string, login: string): boolean {
  return passwordRules(password, login).every((rule) => rule.met)
}

/** The rules, ticked off while one types. */
export function PasswordHints({ password, login }: { password: string; login: string }) {
  const t = useT()
  return (
    <ul className="hints" aria-label={t('door.rules')}>
      {passwordRules(password, login).map((rule) => (
        <li key={rule.key} className="hint" data-met={rule.met}>
          {rule.met ? <Check size={14} aria-hidden="true" /> : <Circle size={14} aria-hidden="true" />}
          {t(`door.rule.${rule.key}`, { count: SHORTEST })}<span className="sr-only">{rule.met ? t('door.met') : t('door.notMet')}</span>
        </li>
      ))}
    </ul>
  )
}
