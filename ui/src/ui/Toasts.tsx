import { lazy, Suspense, useSyncExternalStore } from 'react'
import { toastStore } from './toast'

const ToastList = lazy(() => import('./ToastList').then((module) => ({ default: module.ToastList })))

/** The place of toasts; what draws them comes with the first one. */
export function Toasts() {
  const isNeeded = useSyncExternalStore(toastStore.subscribe, toastStore.wasUsed)
  return isNeeded ? <Suspense fallback={null}><ToastList /></Suspense> : null
}
