import { ActionIcon, Button } from '@mantine/core'
import { IconArrowLeft, IconChevronLeft, IconChevronRight, IconTarget } from '@tabler/icons-react'
import { frameUrl } from '../api/queries'
import type { FrameMeta } from '../api/types'
import { Kbd } from '../keys/Kbd'
import type { LabelLook } from '../labels/palette'
import { words } from '../words'
import type { FrameObject } from './objects'
import { Overlay } from './Overlay'
import classes from './FrameView.module.css'

interface Props {
  task: number; frame: number; meta: FrameMeta; objects: FrameObject[]; looks: Map<number, LabelLook>; selected: string | null
  onSelect: (key: string | null) => void; onStep: (by: number) => void; onClose: () => void; onSimilar: () => void
}

/** One frame, as large as the stage allows, with its annotations. */
export function FrameView({ task, frame, meta, objects, looks, selected, onSelect, onStep, onClose, onSimilar }: Props) {
  return (
    <section className={classes.view} aria-label={words.explore.frame(frame)}>
      <header className={classes.bar}>
        <Button size="compact-sm" variant="subtle" leftSection={<IconArrowLeft size={14} />} onClick={onClose}>{words.frameView.close}</Button>
        <span className="grow ellipsis secondary">{meta.name}</span>
        <Button size="compact-sm" variant="default" leftSection={<IconTarget size={14} />} rightSection={<Kbd of="similar" />} onClick={onSimilar}>
          {words.explore.findSimilar}
        </Button>
        <ActionIcon variant="subtle" aria-label={words.frameView.previous} title={`${words.frameView.previous} (D)`} onClick={() => onStep(-1)}><IconChevronLeft size={16} /></ActionIcon>
        <ActionIcon variant="subtle" aria-label={words.frameView.next} title={`${words.frameView.next} (F)`} onClick={() => onStep(1)}><IconChevronRight size={16} /></ActionIcon>
      </header>
      <div className={classes.stage} onClick={() => onSelect(null)}>
        <div className={classes.picture} style={{ aspectRatio: `${meta.width} / ${meta.height}`, ['--ratio' as string]: meta.width / meta.height }}>
          <img src={frameUrl(task, frame, 'original')} alt={meta.name} draggable={false} />
          <Overlay width={meta.width} height={meta.height} objects={objects} looks={looks} selected={selected} onSelect={onSelect} />
        </div>
      </div>
    </section>
  )
}
