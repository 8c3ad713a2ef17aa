import { describe, expect, test } from 'vitest'
import { justify, rowOf, vertical } from '../src/explore/justified'

describe('justified rows', () => {
  const ratios = Array.from({ length: 1000 }, (_, i) => 0.5 + ((i * 7) % 13) / 8)
  const rows = justify(ratios, 900, 150, 4)
  test('hold every picture once, in order', () => {
    expect(rows.reduce((n, r) => n + r.count, 0)).toBe(1000)
    rows.forEach((row, i) => expect(row.first).toBe(i === 0 ? 0 : (rows[i - 1] as (typeof rows)[0]).first + (rows[i - 1] as (typeof rows)[0]).count))
  })
  test('fill the width exactly, but for the last', () => {
    for (const row of rows.slice(0, -1)) expect(row.widths.reduce((a, w) => a + w, 0) + 4 * (row.count - 1)).toBeCloseTo(900, 6)
  })
  test('keep the shape of each picture', () => {
    for (const row of rows) row.widths.forEach((w, i) => expect(w / row.height).toBeCloseTo(ratios[row.first + i] as number, 6))
  })
  test('a lone picture is not blown up', () => {
    expect(justify([1], 900, 150, 4)).toEqual([{ first: 0, count: 1, height: 150, top: 0, widths: [150] }])
  })
  test('find the row of a picture, and the picture below it', () => {
    const below = vertical(rows, 3, 1, 4)
    expect(rowOf(rows, below)).toBe(rowOf(rows, 3) + 1)
    expect(vertical(rows, 0, -1, 4)).toBe(0)
  })
})
