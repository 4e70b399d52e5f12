import { useEffect, useState } from 'react'

const WAIT = 30

/** Seconds left of a lock-out, and how one begins. */
export function useCountdown(): [number, (seconds: number | undefined) => void] {
  const [left, setLeft] = useState(0)
  const isRunning = left > 0
  useEffect(() => {
    if (!isRunning) return
    const timer = setInterval(() => { setLeft((now) => Math.max(0, now - 1)) }, 1000)
    return () => { clearInterval(timer) }
  }, [isRunning])
  return [left, (seconds = WAIT) => { setLeft(seconds) }]
}
