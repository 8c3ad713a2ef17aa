import { useElementSize, useMergedRef } from '@mantine/hooks'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type KeyboardEvent, useEffect, useMemo, useRef } from 'react'
import type { FrameMeta } from '../api/types'
import type { FrameObjects } from '../frame/objects'
import { PictureCell } from '../frame/PictureCell'
import type { LabelLook } from '../labels/palette'
import { justify, type Row, rowOf, vertical } from './justified'
import classes from './FrameGrid.module.css'

const gap = 4

interface Props {
  task: number; name: string; frames: number[]; metaOf: (frame: number) => FrameMeta; objects: FrameObjects; looks: Map<number, LabelLook>
  current: number | undefined; rowHeight: number; onCurrent: (frame: number) => void; onOpen: (frame: number) => void
}

/** All frames of a view; only the rows on the screen exist. Arrows move, Enter opens; one cell is in the tab order. */
export function FrameGrid({ task, name, frames, metaOf, objects, looks, current, rowHeight, onCurrent, onOpen }: Props) {
  const { ref: sizeRef, width } = useElementSize()
  const scroller = useRef<HTMLDivElement>(null)
  const ref = useMergedRef(sizeRef, scroller)
  const rows = useMemo(
    () => (width > 0 ? justify(frames.map((f) => { const m = metaOf(f); return Math.min(4, Math.max(0.25, m.width / m.height)) }), width - 24, rowHeight, gap) : []),
    [frames, metaOf, width, rowHeight],
  )
  const virtual = useVirtualizer({
    count: rows.length, getScrollElement: () => scroller.current, estimateSize: (i) => (rows[i] as Row).height + gap, overscan: 6, paddingStart: 10, paddingEnd: 80,
  })
  useEffect(() => virtual.measure(), [rows, virtual])
  const index = current === undefined ? -1 : frames.indexOf(current)
  const opened = useRef(false)
  useEffect(() => {
    if (opened.current || index < 0 || rows.length === 0) return
    opened.current = true // a permalink opens on its picture
    virtual.scrollToIndex(rowOf(rows, index), { align: 'center' })
  }, [index, rows, virtual])

  const move = (event: KeyboardEvent) => {
    const from = Math.max(0, index)
    const to = {
      ArrowRight: from + 1, ArrowLeft: from - 1, ArrowDown: vertical(rows, from, 1, gap), ArrowUp: vertical(rows, from, -1, gap),
      Home: 0, End: frames.length - 1,
    }[event.key]
    if (event.key === 'Enter' && index >= 0) onOpen(frames[index] as number)
    else if (to === undefined) return
    event.preventDefault()
    if (to === undefined) return
    const next = Math.min(frames.length - 1, Math.max(0, to))
    onCurrent(frames[next] as number)
    virtual.scrollToIndex(rowOf(rows, next))
    requestAnimationFrame(() => scroller.current?.querySelector<HTMLElement>(`[data-frame="${frames[next]}"]`)?.focus({ preventScroll: true }))
  }

  return (
    <div ref={ref} className={classes.scroller} role="grid" aria-label={name} aria-rowcount={rows.length} onKeyDown={move}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index]
          if (!row) return null
          return (
            <div key={item.key} role="row" aria-rowindex={item.index + 1} className={classes.row} style={{ transform: `translateY(${item.start}px)`, height: row.height }}>
              {row.widths.map((w, i) => {
                const frame = frames[row.first + i] as number
                const meta = metaOf(frame)
                return (
                  <div key={frame} style={{ width: w, height: row.height }}>
                    <PictureCell
                      role="gridcell" task={task} frame={frame} name={meta.name} width={meta.width} height={meta.height} objects={objects.on(frame)} looks={looks}
                      current={frame === current} focusable={frame === current || (index < 0 && row.first + i === 0)}
                      onClick={() => onCurrent(frame)} onDoubleClick={() => onOpen(frame)}
                    />
                  </div>
                )
              })}
            </div>
          )
        })}
      </div>
    </div>
  )
}
