import type { Annotations, Shape, ShapeType, Track, TrackedShape } from '../api/types'

/** One labelled thing on one frame, as it is drawn. `id` is the shape's; tracks have none that can be searched for. */
export interface FrameObject {
  key: string; id: number | null; labelId: number; type: ShapeType; points: number[]; rotation: number; origin: 'person' | 'model' | 'interpolated'
  score?: number; parts: FrameObject[]
}

function ofShape(shape: Shape): FrameObject {
  return {
    key: `s${shape.id}`, id: shape.id, labelId: shape.label_id, type: shape.type, points: shape.points, rotation: shape.rotation ?? 0,
    origin: shape.source === 'auto' ? 'model' : 'person', score: shape.score, parts: (shape.elements ?? []).map(ofShape),
  }
}

/** Where a track stands on a frame: at a keyframe as saved, between two by linear interpolation of equal point counts. */
export function positionOn(track: Track, frame: number): { shape: TrackedShape; exact: boolean } | null {
  const ordered = [...track.shapes].sort((a, b) => a.frame - b.frame)
  let before: TrackedShape | undefined
  let after: TrackedShape | undefined
  for (const shape of ordered) {
    if (shape.frame <= frame) before = shape
    else if (!after) after = shape
  }
  if (!before || before.outside) return null
  if (before.frame === frame || !after || after.points.length !== before.points.length) return { shape: before, exact: before.frame === frame }
  const at = (frame - before.frame) / (after.frame - before.frame)
  const from = before
  const to = after
  return { shape: { ...from, frame, points: from.points.map((p, i) => p + ((to.points[i] as number) - p) * at) }, exact: false }
}

/** Objects by frame: shapes once, tracks only for the frames that are asked for. */
export class FrameObjects {
  private readonly shapes = new Map<number, FrameObject[]>()
  private readonly tags = new Map<number, number[]>()
  private readonly tracks: Track[]

  constructor(annotations: Annotations | undefined) {
    for (const shape of annotations?.shapes ?? []) push(this.shapes, shape.frame, ofShape(shape))
    for (const tag of annotations?.tags ?? []) push(this.tags, tag.frame, tag.label_id)
    this.tracks = annotations?.tracks ?? []
  }

  on(frame: number): FrameObject[] {
    const tracked = this.tracks.flatMap((track): FrameObject[] => {
      const position = positionOn(track, frame)
      if (!position) return []
      return [{
        key: `t${track.id}`, id: null, labelId: track.label_id, type: position.shape.type, points: position.shape.points,
        rotation: position.shape.rotation ?? 0, origin: position.exact ? 'person' : 'interpolated', parts: [],
      }]
    })
    return [...(this.shapes.get(frame) ?? []), ...tracked]
  }

  tagsOn(frame: number): number[] {
    return this.tags.get(frame) ?? []
  }

  /** The labels of a frame, objects and tags alike. */
  labelsOn(frame: number): Set<number> {
    return new Set([...this.on(frame).map((o) => o.labelId), ...this.tagsOn(frame)])
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V) {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

/** Left, top, right, bottom of an object in pixels. Masks carry their box in the last four numbers. */
export function bounds(object: FrameObject): [number, number, number, number] {
  const p = object.type === 'mask' ? object.points.slice(-4) : object.points.length ? object.points : object.parts.flatMap((part) => part.points)
  if (object.type === 'ellipse') {
    const [cx = 0, cy = 0, right = 0, top = 0] = p
    return [2 * cx - right, top, right, 2 * cy - top]
  }
  const xs = p.filter((_, i) => i % 2 === 0)
  const ys = p.filter((_, i) => i % 2 === 1)
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]
}
