import { describe, expect, test } from 'vitest'
import type { Annotations, Shape, Track } from '../src/api/types'
import { bounds, FrameObjects, positionOn } from '../src/frame/objects'

const shape = (id: number, frame: number, more: Partial<Shape> = {}): Shape => ({ id, frame, label_id: 1, type: 'rectangle', points: [1, 2, 3, 4], rotation: 0, occluded: false, ...more })
const track: Track = {
  id: 9, frame: 0, label_id: 2,
  shapes: [
    { frame: 0, type: 'rectangle', points: [0, 0, 10, 10], outside: false, occluded: false, rotation: 0 },
    { frame: 10, type: 'rectangle', points: [10, 20, 20, 30], outside: true, occluded: false, rotation: 0 },
  ],
}

describe('objects of a frame', () => {
  const all = new FrameObjects({ version: 0, shapes: [shape(1, 0), shape(2, 3, { source: 'auto' })], tracks: [track], tags: [{ id: 1, frame: 7, label_id: 5 }] } as Annotations)
  test('a track stands between its keyframes and is gone when outside', () => {
    expect(positionOn(track, 5)).toEqual({ shape: { ...track.shapes[0], frame: 5, points: [5, 10, 15, 20] }, exact: false })
    expect(positionOn(track, 10)).toBeNull()
  })
  test('shapes, tracks and tags count as labels of the frame', () => {
    expect(all.labelsOn(0)).toEqual(new Set([1, 2]))
    expect(all.labelsOn(7)).toEqual(new Set([2, 5]))
    expect(all.on(3).map((o) => o.origin)).toEqual(['model', 'interpolated'])
  })
  test('bounds of any shape', () => {
    const of = (s: Shape) => bounds(new FrameObjects({ version: 0, shapes: [s], tracks: [], tags: [] }).on(0)[0] as never)
    expect(of(shape(1, 0, { type: 'polygon', points: [5, 5, 1, 9, 7, 2] }))).toEqual([1, 2, 7, 9])
    expect(of(shape(1, 0, { type: 'ellipse', points: [10, 10, 14, 7] }))).toEqual([6, 7, 14, 13])
    expect(of(shape(1, 0, { type: 'mask', points: [0, 4, 2, 1, 3, 2] }))).toEqual([2, 1, 3, 2])
  })
})
