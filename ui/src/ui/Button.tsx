import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'

type Look = 'normal' | 'primary' | 'plain' | 'danger' | 'link'

interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look
  small?: boolean
  ref?: Ref<HTMLButtonElement>
}

export function Button({ look = 'normal', small, className, type = 'button', ...rest }: ButtonProps) {
  const names = ['btn', look === 'normal' ? '' : `btn-${look}`, small ? 'btn-small' : '', className ?? '']
  return <button type={type} className={names.filter(Boolean).join(' ')} {...rest} />
}

interface IconButtonProps extends Omit<ButtonProps, 'children'> {
  label: string
  children: ReactNode
}

/** A button that shows only an icon: the label is what a reader hears and a mouse sees. */
export function IconButton({ label, look = 'plain', className, ...rest }: IconButtonProps) {
  return <Button look={look} aria-label={label} title={label} className={`btn-icon ${className ?? ''}`} {...rest} />
}
