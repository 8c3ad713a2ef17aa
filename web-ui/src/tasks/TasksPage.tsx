import { TextInput } from '@mantine/core'
import { IconSearch, IconSubtask } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { tasks } from '../api/queries'
import { useCommands } from '../keys/Commands'
import classes from '../projects/projects.module.css'
import { Crumbs } from '../shell/Crumbs'
import { EmptyState } from '../shell/EmptyState'
import { ErrorNote } from '../shell/ErrorNote'
import { Pages } from '../shell/Pages'
import { TopBar } from '../shell/TopBar'
import { words } from '../words'
import { TaskCard } from './TaskCard'

export function TasksPage() {
  const { org, q = '', page = 1 } = useSearch({ from: '/app/tasks' })
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const found = useQuery(tasks({ org, search: q, page }))
  useCommands('everywhere', { search: () => field.current?.focus() })
  return (
    <div className={classes.page}>
      <TopBar><Crumbs parts={[words.tasks.title]} /></TopBar>
      <div className={classes.head}>
        <h2>{words.tasks.title} <span className="caption">{found.data?.count ?? ''}</span></h2>
        <TextInput
          ref={field} size="xs" w={240} leftSection={<IconSearch size={14} />} placeholder={words.projects.filter} aria-label={words.projects.filter} defaultValue={q}
          onChange={(e) => void navigate({ to: '/tasks', search: { org, q: e.currentTarget.value || undefined }, replace: true })}
        />
      </div>
      {found.error && <ErrorNote error={found.error} retry={() => void found.refetch()} />}
      {found.data?.count === 0 && <EmptyState icon={<IconSubtask size={32} stroke={1.25} />} title={words.tasks.none} how={words.tasks.noneHow} />}
      <div className={classes.cards}>{found.data?.results.map((task) => <TaskCard key={task.id} task={task} org={org} />)}</div>
      {found.data && <Pages count={found.data.count} size={100} page={page} onPage={(p) => void navigate({ to: '/tasks', search: { org, q: q || undefined, page: p } })} />}
    </div>
  )
}
