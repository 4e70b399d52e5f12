import { lazy, type ComponentType, type ReactElement } from 'react'
import { addTexts, type Part } from '@/i18n'

function page(load: () => Promise<ComponentType>, ...texts: Part[]): ReactElement {
  const Page = lazy(() => Promise.all([load(), ...texts.map(addTexts)]).then(([component]) => ({ default: component })))
  return <Page />
}

/** Each page of the settings, by its key in `meta/pages.ts`, with the texts that only it shows. */
export const SETTINGS: Readonly<Record<string, ReactElement>> = {
  password: page(() => import('./PasswordRoute').then((module) => module.PasswordRoute)),
  workspace: page(() => import('@/features/model/WorkspacePage').then((module) => module.WorkspacePage), 'model'),
  objects: page(() => import('@/features/model/ObjectsPage').then((module) => module.ObjectsPage), 'model'),
  profile: page(() => import('@/features/account/ProfilePage').then((module) => module.ProfilePage), 'account'),
  tokens: page(() => import('@/features/account/TokensPage').then((module) => module.TokensPage), 'account'),
  people: page(() => import('./PeopleRoute').then((module) => module.PeopleRoute), 'people'),
  departments: page(() => import('@/features/people/DepartmentsPage').then((module) => module.DepartmentsPage), 'people'),
  sources: page(() => import('@/features/records/SourcesPage').then((module) => module.SourcesPage)),
  bulk: page(() => import('@/features/bulk/BulkPage').then((module) => module.BulkPage), 'bulk'),
  export: page(() => import('@/features/exports/ExportPage').then((module) => module.ExportPage), 'periodic'),
  demo: page(() => import('@/features/demo/DemoPage').then((module) => module.DemoPage), 'demo'),
  backups: page(() => import('@/features/backup/BackupsPage').then((module) => module.BackupsPage), 'backup'),
  status: page(() => import('@/features/doctor/StatusPage').then((module) => module.StatusPage)),
}
