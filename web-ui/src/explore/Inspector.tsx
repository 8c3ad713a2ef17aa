import { Button } from '@mantine/core'
import { IconTarget } from '@tabler/icons-react'
import { frameUrl } from '../api/queries'
import type { FrameMeta, Job } from '../api/types'
import { bounds, type FrameObject } from '../frame/objects'
import { Overlay } from '../frame/Overlay'
import { Kbd } from '../keys/Kbd'
import { Keycap } from '../labels/Keycap'
import type { LabelLook } from '../labels/palette'
import { words } from '../words'
import classes from './explore.module.css'

interface Props {
  task: number; frame: number; meta: FrameMeta; objects: FrameObject[]; tags: number[]; jobs: Job[]; looks: Map<number, LabelLook>; selected: string | null
  showPicture: boolean; onSelect: (key: string | null) => void; onOpen: () => void; onSimilar: () => void
}

/** What is known of the focused frame, and what can be done with it. */
export function Inspector({ task, frame, meta, objects, tags, jobs, looks, selected, showPicture, onSelect, onOpen, onSimilar }: Props) {
  const inJobs = jobs.filter((j) => j.type === 'annotation' && j.start_frame <= frame && frame <= j.stop_frame)
  return (
    <aside className={classes.inspector} aria-label={words.explore.frame(frame)}>
      {showPicture && (
        <div className={classes.preview} style={{ aspectRatio: `${meta.width} / ${meta.height}` }}>
          <img src={frameUrl(task, frame)} alt={meta.name} />
          <Overlay width={meta.width} height={meta.height} objects={objects} looks={looks} selected={selected} onSelect={onSelect} />
        </div>
      )}
      <div className={classes.facts}>
        <h2>{words.explore.frame(frame)}</h2>
        <dl>
          <dt>{words.explore.file}</dt><dd className="mono ellipsis" title={meta.name}>{meta.name}</dd>
          <dt>{words.explore.dimensions}</dt><dd className="mono">{meta.width} × {meta.height}</dd>
          {inJobs.length > 0 && <><dt>{words.explore.where}</dt><dd>{inJobs.map((j) => words.explore.job(j.id)).join(', ')}</dd></>}
        </dl>
        <div className="row">
          {showPicture && <Button px="sm" onClick={onOpen} rightSection={<Kbd of="open" />}>{words.explore.open}</Button>}
          <Button className="grow" px="sm" variant="default" leftSection={<IconTarget size={16} />} rightSection={<Kbd of="similar" />} onClick={onSimilar}>{words.explore.findSimilar}</Button>
        </div>
      </div>
      <div className={classes.facts}>
        <h2>{words.explore.objectList}</h2>
        {objects.length === 0 && tags.length === 0 && <p className="secondary">{words.explore.noObjects}</p>}
        <ul>
          {tags.map((id, i) => {
            const look = looks.get(id)
            return look ? <li key={`tag${i}`} className={classes.object}><Keycap look={look} /><span>{look.name}</span></li> : null
          })}
          {objects.slice(0, 300).map((object) => {
            const look = looks.get(object.labelId)
            const [left, top, right, bottom] = bounds(object)
            return (
              <li key={object.key}>
                <button type="button" className={classes.object} data-selected={object.key === selected || undefined} onClick={() => onSelect(object.key === selected ? null : object.key)}>
                  {look && <Keycap look={look} />}
                  <span className="grow ellipsis">{look?.name ?? object.labelId}</span>
                  <span className="mono caption">{Math.round(right - left)} × {Math.round(bottom - top)}</span>
                </button>
              </li>
            )
          })}
        </ul>
      </div>
    </aside>
  )
}
