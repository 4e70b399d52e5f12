/** Marks where the words of a question stand in a text; by pinyin or initials nothing stands there, and nothing is marked. */
export function Highlight({ text, question }: { text: string; question: string }) {
  const parts = highlighted(text, question)
  return <>{parts.map((part, index) => (part.isHit ? <mark key={`${index} ${part.text}`} className="hit">{part.text}</mark> : part.text))}</>
}

export function highlighted(text: string, question: string): { text: string; isHit: boolean }[] {
  const words = question.trim().split(/\s+/).filter(Boolean).sort((a, b) => b.length - a.length)
  if (words.length === 0) return [{ text, isHit: false }]
  const pattern = new RegExp(`(${words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|')})`, 'gi')
  return text.split(pattern).map((part, index) => ({ text: part, isHit: index % 2 === 1 })).filter((part) => part.text !== '')
}
