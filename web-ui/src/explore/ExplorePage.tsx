import { SegmentedControl, Slider } from '@mantine/core'
import { IconLayoutGrid, IconPhoto, IconPhotoOff, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo, useState } from 'react'
import { annotations, dataMeta, jobs, labels, project, task } from '../api/queries'
import type { FrameMeta, Neighbour } from '../api/types'
import { FrameView } from '../frame/FrameView'
import { FrameObjects } from '../frame/objects'
import { useCommands } from '../keys/Commands'
import { looks } from '../labels/palette'
import { ExportMenu } from '../requests/ExportMenu'
import { Crumbs } from '../shell/Crumbs'
import { EmptyState } from '../shell/EmptyState'
import { ErrorNote } from '../shell/ErrorNote'
import { TopBar } from '../shell/TopBar'
import type { Source } from '../similar/neighbours'
import { SearchByPicture } from '../similar/SearchByPicture'
import { SimilarStrip } from '../similar/SimilarStrip'
import { words } from '../words'
import { Filters } from './Filters'
import { FrameGrid } from './FrameGrid'
import { Inspector } from './Inspector'
import type { ExploreSearch } from './search'
import classes from './explore.module.css'

const noMeta: FrameMeta = { name: '', width: 4, height: 3 }

/** The frames of a task: filter, grid or one frame, inspector, neighbours. Everything it shows is in the address. */
export function ExplorePage() {
  const id = Number(useParams({ from: '/app/tasks/$taskId' }).taskId)
  const search = useSearch({ from: '/app/tasks/$taskId' })
  const navigate = useNavigate()
  const [panels, setPanels] = useState(true)
  const [picture, setPicture] = useState<File | null>(null)
  const change = useCallback(
    (next: Partial<ExploreSearch>, replace = true) =>
      void navigate({ to: '/tasks/$taskId', params: { taskId: String(id) }, search: (old) => ({ ...old, ...next }), replace }),
    [id, navigate],
  )
  const found = useQuery(task(id))
  const owner = useQuery({ ...project(found.data?.project_id ?? 0), enabled: !!found.data?.project_id })
  const meta = useQuery(dataMeta(id))
  const saved = useQuery(annotations(id))
  const itsLabels = useQuery(labels({ task_id: id }))
  const itsJobs = useQuery(jobs(id))

  const looked = useMemo(() => looks((itsLabels.data ?? []).filter((l) => !l.parent_id)), [itsLabels.data])
  const objects = useMemo(() => new FrameObjects(saved.data), [saved.data])
  const size = meta.data?.size ?? 0
  const metaOf = useCallback((frame: number) => meta.data?.frames[frame] ?? meta.data?.frames[0] ?? noMeta, [meta.data])
  const all = useMemo(() => {
    const deleted = new Set(meta.data?.deleted_frames ?? [])
    return Array.from({ length: size }, (_, i) => i).filter((i) => !deleted.has(i))
  }, [meta.data, size])
  const counted = useMemo(() => {
    const counts = new Map<number, number>()
    let none = 0
    for (const frame of all) {
      const on = objects.labelsOn(frame)
      if (on.size === 0) none++
      for (const label of on) counts.set(label, (counts.get(label) ?? 0) + 1)
    }
    return { counts, none }
  }, [all, objects])
  const chosen = useMemo(() => search.label ?? [], [search.label])
  const frames = useMemo(() => {
    if (chosen.length === 0) return all
    const wanted = new Set([...looked].filter(([, look]) => chosen.includes(look.name)).map(([label]) => label))
    return all.filter((frame) => {
      const on = objects.labelsOn(frame)
      return on.size === 0 ? chosen.includes('-') : [...on].some((label) => wanted.has(label))
    })
  }, [all, chosen, looked, objects])

  const at = search.at
  const current = at !== undefined && at < size ? at : undefined
  const onFrame = current === undefined ? [] : objects.on(current)
  const selected = onFrame.find((o) => o.key === search.object)
  const single = search.view === 'frame' && current !== undefined
  const open = (frame: number) => change({ at: frame, view: 'frame', object: undefined }, false)
  const step = (by: number) => {
    if (frames.length === 0) return
    const from = current === undefined ? (by > 0 ? -1 : 0) : frames.indexOf(current)
    change({ at: frames[Math.min(frames.length - 1, Math.max(0, from + by))], object: undefined })
  }
  const similar = () => {
    setPicture(null)
    if (selected?.id) change({ similar: `object:${selected.id}` }, false)
    else if (current !== undefined) change({ similar: `frame:${current}` }, false)
  }
  const source = useMemo((): Source | null => {
    if (picture) return { kind: 'picture', file: picture }
    const [kind, number] = search.similar?.split(':') ?? []
    return kind === 'object' ? { kind, id: Number(number) } : kind === 'frame' ? { kind, task: id, frame: Number(number) } : null
  }, [picture, search.similar, id])
  const closeStrip = () => {
    setPicture(null)
    change({ similar: undefined })
  }
  const openNeighbour = (n: Neighbour) =>
    void navigate({
      to: '/tasks/$taskId', params: { taskId: String(n.task) },
      search: { org: search.org, at: n.frame, view: 'frame', object: n.object === null ? undefined : `s${n.object}`, similar: n.task === id ? search.similar : undefined },
    })

  useCommands('explore', {
    similar,
    next: () => step(1),
    previous: () => step(-1),
    forward: () => step(10),
    back: () => step(-10),
    ...(single
      ? {
          nextObject: () => {
            const next = onFrame[(onFrame.findIndex((o) => o.key === search.object) + 1) % Math.max(1, onFrame.length)]
            change({ object: next?.key })
          },
        }
      : { open: () => current !== undefined && open(current) }),
  })
  useCommands('everywhere', {
    panels: () => setPanels((p) => !p),
    escape: () => {
      if (source) closeStrip()
      else if (search.object) change({ object: undefined })
      else if (single) change({ view: undefined }, false)
      else if (chosen.length) change({ label: undefined })
    },
  })

  const failure = found.error ?? meta.error
  const crumbs = [
    <Link key="projects" to="/projects" search={{ org: search.org }}>{words.projects.title}</Link>,
    ...(owner.data ? [<Link key="project" to="/projects/$projectId" params={{ projectId: String(owner.data.id) }} search={{ org: search.org }}>{owner.data.name}</Link>] : []),
    found.data?.name ?? '',
  ]
  return (
    <>
      <TopBar><Crumbs parts={crumbs} /><ExportMenu target="tasks" id={id} /></TopBar>
      {failure ? <ErrorNote error={failure} retry={() => { void found.refetch(); void meta.refetch() }} /> : (
        <div className={classes.work} data-panels={panels ? 'on' : 'off'}>
          {panels && (
            <div className={classes.filters}>
              <Filters looks={looked} counts={counted.counts} none={counted.none} chosen={chosen} onChange={(l) => change({ label: l.length ? l : undefined })} />
            </div>
          )}
          <div className={classes.stage}>
            {single ? (
              <FrameView
                task={id} frame={current} meta={metaOf(current)} objects={onFrame} looks={looked} selected={selected?.key ?? null}
                onSelect={(key) => change({ object: key ?? undefined })} onStep={step} onClose={() => change({ view: undefined }, false)} onSimilar={similar}
              />
            ) : (
              <>
                <div className={classes.bar}>
                  {chosen.map((name) => (
                    <span key={name} className={classes.chip}>{name === '-' ? words.explore.noObject : name}
                      <button type="button" aria-label={`${words.explore.clear} ${name}`} onClick={() => change({ label: chosen.length > 1 ? chosen.filter((c) => c !== name) : undefined })}><IconX size={12} /></button>
                    </span>
                  ))}
                  <SegmentedControl size="xs" value="grid" onChange={(v) => v === 'frame' && open(current ?? frames[0] ?? 0)} data={[
                    { value: 'grid', label: <IconLayoutGrid size={14} aria-label={words.explore.frames} /> },
                    { value: 'frame', label: <IconPhoto size={14} aria-label={words.explore.open} /> },
                  ]} />
                  <SearchByPicture onPicture={setPicture} />
                  <span className="grow" />
                  {saved.isLoading && size > 0 && <span className="caption">{words.explore.behind(size)}</span>}
                  <span className="secondary">{words.explore.shown(frames.length, all.length)}</span>
                  <Slider w={90} size="xs" min={90} max={420} defaultValue={search.size ?? 160} label={null} thumbLabel={words.explore.size} onChangeEnd={(v) => change({ size: v })} />
                </div>
                {saved.error && <ErrorNote error={saved.error} retry={() => void saved.refetch()} />}
                <div className="grow" style={{ minHeight: 0 }}>
                  {meta.isSuccess && size === 0 && <EmptyState icon={<IconPhotoOff size={32} stroke={1.25} />} title={words.explore.empty} how={words.explore.emptyHow} />}
                  {size > 0 && frames.length === 0 && <EmptyState icon={<IconPhotoOff size={32} stroke={1.25} />} title={words.explore.noMatch} how={words.explore.noMatchHow} />}
                  {frames.length > 0 && (
                    <FrameGrid
                      task={id} name={words.explore.gridName(found.data?.name ?? '')} frames={frames} metaOf={metaOf} objects={objects} looks={looked} current={current}
                      rowHeight={search.size ?? 160} onCurrent={(frame) => change({ at: frame, object: undefined })} onOpen={open}
                    />
                  )}
                </div>
              </>
            )}
            {source && <SimilarStrip source={source} onOpen={openNeighbour} onClose={closeStrip} />}
          </div>
          {panels && (current === undefined ? <aside className={`${classes.inspector} ${classes.choose}`}>{words.explore.choose}</aside> : (
            <Inspector
              task={id} frame={current} meta={metaOf(current)} objects={onFrame} tags={objects.tagsOn(current)} jobs={itsJobs.data ?? []} looks={looked} selected={selected?.key ?? null}
              showPicture={!single} onSelect={(key) => change({ object: key ?? undefined })} onOpen={() => open(current)} onSimilar={similar}
            />
          ))}
        </div>
      )}
    </>
  )
}
