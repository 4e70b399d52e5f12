import './tabs.css'

export interface TabItem { key: string; label: string; count?: string | undefined }

/** Tabs that change what stands below them; the arrow keys move between them. */
export function Tabs({ items, value, onChange, label, panel }: { items: TabItem[]; value: string; onChange: (key: string) => void; label: string; panel: string }) {
  return (
    <div
      className="tabs" role="tablist" aria-label={label}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        const at = items.findIndex((item) => item.key === value)
        const next = items[(at + step + items.length) % items.length]
        if (!next) return
        event.preventDefault()
        onChange(next.key)
        event.currentTarget.querySelector<HTMLElement>(`[data-key="${CSS.escape(next.key)}"]`)?.focus()
      }}
    >
      {items.map((item) => (
        <button
          key={item.key} type="button" role="tab" className="tab" data-key={item.key} aria-selected={item.key === value}
          aria-controls={item.key === value ? panel : undefined} tabIndex={item.key === value ? 0 : -1} onClick={() => { onChange(item.key) }}
        >
          {item.label}{item.count !== undefined && <small>{item.count}</small>}
        </button>
      ))}
    </div>
  )
}
