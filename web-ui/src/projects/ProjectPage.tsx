import { IconSubtask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams, useSearch } from '@tanstack/react-router'
import { labels, project, tasks } from '../api/queries'
import { Keycap } from '../labels/Keycap'
import { looks } from '../labels/palette'
import { ExportMenu } from '../requests/ExportMenu'
import { Crumbs } from '../shell/Crumbs'
import { EmptyState } from '../shell/EmptyState'
import { ErrorNote } from '../shell/ErrorNote'
import { TopBar } from '../shell/TopBar'
import { TaskCard } from '../tasks/TaskCard'
import { ago, words } from '../words'
import classes from './projects.module.css'

export function ProjectPage() {
  const id = Number(useParams({ from: '/app/projects/$projectId' }).projectId)
  const { org } = useSearch({ from: '/app/projects/$projectId' })
  const found = useQuery(project(id))
  const itsTasks = useQuery(tasks({ org, project_id: id }))
  const itsLabels = useQuery(labels({ project_id: id }))
  const looked = looks((itsLabels.data ?? []).filter((l) => !l.parent_id))
  if (found.error) return <ErrorNote error={found.error} retry={() => void found.refetch()} />
  return (
    <div className={classes.page}>
      <TopBar>
        <Crumbs parts={[<Link key="p" to="/projects" search={{ org }}>{words.projects.title}</Link>, found.data?.name ?? '']} />
        <ExportMenu target="projects" id={id} />
      </TopBar>
      <div className={`${classes.labels} row`}>
        {[...looked.values()].map((look) => <span key={look.name} className="row"><Keycap look={look} />{look.name}</span>)}
        <span className="grow" />
        {found.data && <span className="caption">{found.data.owner?.username} · {ago(found.data.updated_date)}</span>}
      </div>
      <h2 className={classes.head}>{words.tasks.title} <span className="caption">{itsTasks.data?.count ?? ''}</span></h2>
      {itsTasks.error && <ErrorNote error={itsTasks.error} retry={() => void itsTasks.refetch()} />}
      {itsTasks.data?.count === 0 && <EmptyState icon={<IconSubtask size={32} stroke={1.25} />} title={words.tasks.none} how={words.tasks.noneHow} />}
      <div className={classes.cards}>{itsTasks.data?.results.map((task) => <TaskCard key={task.id} task={task} org={org} />)}</div>
    </div>
  )
}
