/** A cell as spreadsheets read it: quoted where it has tabs, breaks or quotes. */
export function tsvCell(text: string): string {
  return /["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * Tab-separated cells as Excel, WPS and Numbers put them on the clipboard: a cell with breaks or tabs stands in quotes, which are doubled within;
 * rows end with any kind of break, and the last one is no row of its own. A quote within a cell that does not begin with one is plain text.
 */
export function parseTsv(text: string): string[][] {
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let at = 0
  const endRow = (): void => { row.push(cell); rows.push(row); row = []; cell = '' }
  while (at < text.length) {
    const char = text[at] ?? ''
    const close = char === '"' && cell === '' ? closing(text, at) : -1
    if (close >= 0) {
      cell = text.slice(at + 1, close).replaceAll('""', '"').replaceAll('\r\n', '\n')
      at = close + 1
    } else if (char === '\t') { row.push(cell); cell = ''; at += 1
    } else if (char === '\n' || char === '\r') { endRow(); at += text.startsWith('\r\n', at) ? 2 : 1
    } else { cell += char; at += 1 }
  }
  if (cell !== '' || row.length > 0) endRow()
  return rows
}

/** Where the quotes that begin here end, if a cell ends with them; else -1. */
function closing(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] === '"') continue
    const next = text[at + 1]
    return next === undefined || next === '\t' || next === '\n' || next === '\r' ? at : -1
  }
  return -1
}
