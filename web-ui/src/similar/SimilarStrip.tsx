import { ActionIcon, Loader } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { annotations, dataMeta, labels } from '../api/queries'
import type { Neighbour, Neighbours } from '../api/types'
import { FrameObjects } from '../frame/objects'
import { PictureCell } from '../frame/PictureCell'
import { looks } from '../labels/palette'
import { ErrorNote } from '../shell/ErrorNote'
import { words } from '../words'
import { neighboursOf, type Scope, type Source } from './neighbours'
import classes from './SimilarStrip.module.css'

interface Props { source: Source; scope?: Scope; onOpen: (neighbour: Neighbour) => void; onClose: () => void }

/** The nearest neighbours of a frame, an object or a picture, best first; one component wherever neighbours are shown. */
export function SimilarStrip({ source, scope = {}, onOpen, onClose }: Props) {
  const found = useQuery({
    queryKey: ['similar', source, scope],
    queryFn: ({ signal }) => neighboursOf(source, scope, signal),
    placeholderData: keepPreviousData,
    refetchInterval: (q) => (q.state.data?.pending ? 2000 : false),
    gcTime: source.kind === 'picture' ? 0 : undefined,
  })
  const title = source.kind === 'object' ? words.similar.objects : source.kind === 'frame' ? words.similar.frames : words.similar.toPicture
  const what = source.kind === 'object' ? words.similar.object(source.id) : source.kind === 'frame' ? words.similar.frame(source.frame) : ''
  return (
    <section className={classes.strip} aria-label={title} aria-busy={found.isFetching}>
      <header className="row">
        <h2>{title}</h2>
        {what && <span className="caption">{words.similar.source(what)}</span>}
        <span className="grow" />
        {found.isFetching && <Loader size={14} />}
        <ActionIcon variant="subtle" size={24} aria-label={words.similar.close} title={`${words.similar.close} (Esc)`} onClick={onClose}><IconX size={14} /></ActionIcon>
      </header>
      <Body found={found.data} error={found.error} retry={() => void found.refetch()} onOpen={onOpen} />
    </section>
  )
}

function Body({ found, error, retry, onOpen }: { found?: Neighbours; error: Error | null; retry: () => void; onOpen: (n: Neighbour) => void }) {
  const ids = useMemo(() => [...new Set((found?.results ?? []).map((r) => r.task))], [found])
  const metas = useQueries({ queries: ids.map((id) => dataMeta(id)) })
  const saved = useQueries({ queries: ids.map((id) => annotations(id)) })
  const sets = useQueries({ queries: ids.map((id) => labels({ task_id: id })) })
  if (error) return <ErrorNote title={words.similar.failed} error={error} retry={retry} />
  if (!found) return <p className="secondary">{words.similar.loading}</p>
  if (found.pending && found.results.length === 0) return <p className="secondary">{words.similar.pending}</p>
  if (found.results.length === 0) return <p className="secondary">{words.similar.none}. {words.similar.noneHow}</p>
  return (
    <ul className={classes.row}>
      {found.results.map((neighbour) => {
        const at = ids.indexOf(neighbour.task)
        const meta = metas[at]?.data
        const frame = meta?.frames[neighbour.frame] ?? meta?.frames[0]
        const ratio = frame ? Math.min(2, Math.max(0.5, frame.width / frame.height)) : 1
        const objects = new FrameObjects(saved[at]?.data).on(neighbour.frame).filter((o) => neighbour.object === null || o.id === neighbour.object)
        return (
          <li key={`${neighbour.task}:${neighbour.frame}:${neighbour.object}`} style={{ width: 96 * ratio }}>
            <PictureCell
              task={neighbour.task} frame={neighbour.frame} name={`${neighbour.label ?? words.similar.frame(neighbour.frame)}, ${neighbour.score.toFixed(2)}`}
              width={frame?.width ?? 1} height={frame?.height ?? 1} objects={frame ? objects : []} looks={looks(sets[at]?.data ?? [])}
              caption={`${neighbour.score.toFixed(2)}${neighbour.label ? ` ${neighbour.label}` : ''}`} onClick={() => onOpen(neighbour)}
            />
          </li>
        )
      })}
    </ul>
  )
}
