/** Rows of pictures that fill the width, each row at one height: known from the sizes alone, so the scroll bar is exact at once. */
export interface Row { first: number; count: number; height: number; top: number; widths: number[] }

export function justify(ratios: number[], width: number, target: number, gap: number): Row[] {
  const rows: Row[] = []
  let first = 0
  let sum = 0
  let top = 0
  const close = (end: number, full: boolean) => {
    const count = end - first
    if (count <= 0) return
    const free = width - gap * (count - 1)
    // The last row keeps the target height: a lone picture is not blown up.
    const height = full ? free / sum : Math.min(target, free / sum)
    const widths = ratios.slice(first, end).map((r) => r * height)
    rows.push({ first, count, height, top, widths })
    top += height + gap
    first = end
    sum = 0
  }
  ratios.forEach((ratio, i) => {
    sum += ratio
    if (sum * target + gap * (i - first) >= width) close(i + 1, true)
  })
  close(ratios.length, false)
  return rows
}

/** The row that holds an item. */
export function rowOf(rows: Row[], item: number): number {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((rows[middle] as Row).first <= item) low = middle
    else high = middle - 1
  }
  return low
}

/** The item above (-1) or below (+1) one, nearest by the middle of the pictures. */
export function vertical(rows: Row[], item: number, by: -1 | 1, gap: number): number {
  const at = rowOf(rows, item)
  const row = rows[at]
  const other = rows[at + by]
  if (!row || !other) return item
  const centre = (r: Row, i: number) => r.widths.slice(0, i).reduce((a, w) => a + w + gap, 0) + (r.widths[i] as number) / 2
  const x = centre(row, item - row.first)
  let best = 0
  for (let i = 1; i < other.count; i++) if (Math.abs(centre(other, i) - x) < Math.abs(centre(other, best) - x)) best = i
  return other.first + best
}
