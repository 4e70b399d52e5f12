/** A file that one page hands to the next, so that nobody chooses it twice; kept in memory until it is taken. */
let kept: File | null = null

export function handOn(file: File): void {
  kept = file
}

export function takeHanded(): File | null {
  const file = kept
  kept = null
  return file
}
