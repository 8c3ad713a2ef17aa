/** The guide's label palette, told apart under every kind of colour sight; index 0 is key 1, index 9 is key 0. */
export const palette = ['#63abec', '#eaf34f', '#d46050', '#8173f0', '#aefcd9', '#ad749d', '#f2c08b', '#ee8da0', '#4bd6ec', '#b3a90f'] as const

export interface LabelLook { name: string; color: string; key: string; double: boolean }

/** The look of the n-th label (from 0) of a set: the palette's colours in order, from the eleventh on with a double line. */
export function look(name: string, index: number): LabelLook {
  return { name, color: palette[index % palette.length] as string, key: String((index + 1) % 10), double: index >= palette.length }
}

export function looks(labels: { id: number; name: string }[]): Map<number, LabelLook> {
  const ordered = [...labels].sort((a, b) => a.id - b.id)
  return new Map(ordered.map((label, index) => [label.id, look(label.name, index)]))
}
