import type { LabelLook } from '../labels/palette'
import { bounds, type FrameObject } from './objects'
import classes from './Overlay.module.css'

interface Props {
  width: number; height: number; objects: FrameObject[]; looks: Map<number, LabelLook>
  selected?: string | null; thin?: boolean; onSelect?: (key: string) => void
}

/** The objects of a frame over its picture: a line in the label's colour over a dark casing; dashed when a model made it. */
export function Overlay({ width, height, objects, looks, selected, thin, onSelect }: Props) {
  return (
    <svg className={classes.overlay} viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" aria-hidden="true" data-interactive={onSelect ? true : undefined}>
      {objects.map((object) => (
        <g
          key={object.key} className={classes.object} data-thin={thin || undefined} data-selected={object.key === selected || undefined}
          data-origin={object.origin} style={{ color: looks.get(object.labelId)?.color ?? '#fff' }}
          onClick={onSelect ? (e) => { e.stopPropagation(); onSelect(object.key) } : undefined}
        >
          <Geometry object={object} className={classes.case} />
          <Geometry object={object} className={classes.line} />
        </g>
      ))}
    </svg>
  )
}

function Geometry({ object, className }: { object: FrameObject; className?: string }) {
  const p = object.points
  const rotate = (cx: number, cy: number) => (object.rotation ? `rotate(${object.rotation} ${cx} ${cy})` : undefined)
  switch (object.type) {
    case 'polygon': return <polygon points={p.join(' ')} className={className} />
    case 'polyline': return <polyline points={p.join(' ')} className={className} fill="none" />
    case 'points': return <g className={className}>{pairs(p).map(([x, y], i) => <path key={i} d={`M${x} ${y}h0.01`} strokeLinecap="round" strokeWidth={7} />)}</g>
    case 'ellipse': {
      const [cx = 0, cy = 0, right = 0, top = 0] = p
      return <ellipse cx={cx} cy={cy} rx={Math.abs(right - cx)} ry={Math.abs(cy - top)} transform={rotate(cx, cy)} className={className} />
    }
    case 'cuboid': return <polygon points={p.slice(0, 8).join(' ')} className={className} />
    case 'skeleton': return <g>{object.parts.map((part) => <Geometry key={part.key} object={part} className={className} />)}</g>
    case 'rectangle':
    case 'mask': {
      const [left, top, right, bottom] = bounds(object)
      return (
        <rect x={left} y={top} width={Math.max(0, right - left)} height={Math.max(0, bottom - top)}
          transform={rotate((left + right) / 2, (top + bottom) / 2)} className={className} strokeDasharray={object.type === 'mask' ? '2 3' : undefined} />
      )
    }
  }
}

function pairs(points: number[]): [number, number][] {
  const out: [number, number][] = []
  for (let i = 0; i + 1 < points.length; i += 2) out.push([points[i] as number, points[i + 1] as number])
  return out
}
