import { useSearch } from '@tanstack/react-router'
import '@/fields/fields.css'
import '@/ui/field.css'
import type { Search } from '@/meta/view'
import { ObjectList } from './ObjectList'
import { ObjectPage } from './ObjectPage'
import './model.css'

/** What the workspace keeps: all objects, or one of them with its fields. */
export function ObjectsPage() {
  const { object }: Search = useSearch({ strict: false })
  return object ? <ObjectPage key={object} object={object} /> : <ObjectList />
}
