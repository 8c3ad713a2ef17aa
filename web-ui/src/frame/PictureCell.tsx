import type { KeyboardEvent, MouseEvent } from 'react'
import { frameUrl } from '../api/queries'
import type { LabelLook } from '../labels/palette'
import type { FrameObject } from './objects'
import { Overlay } from './Overlay'
import classes from './PictureCell.module.css'

interface Props {
  task: number; frame: number; name: string; width: number; height: number; objects: FrameObject[]; looks: Map<number, LabelLook>
  caption?: string; current?: boolean; focusable?: boolean; role?: string; selectedObject?: string | null
  onClick?: (e: MouseEvent) => void; onDoubleClick?: () => void; onKeyDown?: (e: KeyboardEvent) => void
}

/** A frame as a thumbnail in the right shape at once, its picture when it has come, its objects drawn over it. */
export function PictureCell(props: Props) {
  const { task, frame, name, width, height, objects, looks, caption, current, focusable, role, selectedObject } = props
  return (
    <button
      type="button" className={classes.cell} role={role} data-frame={frame} aria-label={name} aria-selected={role === 'gridcell' ? current : undefined}
      data-current={current || undefined} tabIndex={focusable === false ? -1 : 0} onClick={props.onClick} onDoubleClick={props.onDoubleClick} onKeyDown={props.onKeyDown}
    >
      <img src={frameUrl(task, frame)} alt="" loading="lazy" decoding="async" draggable={false} />
      <Overlay width={width} height={height} objects={objects} looks={looks} selected={selectedObject} thin={objects.length > 8} />
      {caption && <span className={classes.caption}>{caption}</span>}
    </button>
  )
}
