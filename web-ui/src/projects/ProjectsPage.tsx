import { Button, TextInput } from '@mantine/core'
import { IconFolders, IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useRef } from 'react'
import { projects } from '../api/queries'
import { useCommands } from '../keys/Commands'
import { Crumbs } from '../shell/Crumbs'
import { EmptyState } from '../shell/EmptyState'
import { ErrorNote } from '../shell/ErrorNote'
import { Pages } from '../shell/Pages'
import { TopBar } from '../shell/TopBar'
import { words } from '../words'
import { ProjectCard } from './ProjectCard'
import classes from './projects.module.css'

export function ProjectsPage() {
  const { org, q = '', page = 1 } = useSearch({ from: '/app/projects' })
  const navigate = useNavigate()
  const field = useRef<HTMLInputElement>(null)
  const found = useQuery(projects(org, q, page))
  useCommands('everywhere', { search: () => field.current?.focus() })
  const list = found.data?.results ?? []
  return (
    <div className={classes.page}>
      <TopBar><Crumbs parts={[words.projects.title]} /></TopBar>
      <div className={classes.head}>
        <h2>{words.projects.title} {found.data && <span className="caption">{found.data.count}</span>}</h2>
        <TextInput
          ref={field} size="xs" w={240} leftSection={<IconSearch size={14} />} placeholder={words.projects.filter} aria-label={words.projects.filter} defaultValue={q}
          onChange={(e) => void navigate({ to: '/projects', search: { org, q: e.currentTarget.value || undefined }, replace: true })}
        />
      </div>
      {found.error && <ErrorNote error={found.error} retry={() => void found.refetch()} />}
      {found.isSuccess && list.length === 0 && (
        <EmptyState
          icon={<IconFolders size={32} stroke={1.25} />} title={q ? words.projects.noMatch(q) : words.projects.none} how={words.projects.noneHow}
          action={<Button variant="default" onClick={() => void found.refetch()}>{words.projects.refresh}</Button>}
        />
      )}
      <div className={classes.cards} style={{ opacity: found.isPlaceholderData ? 0.6 : 1 }}>
        {list.map((project) => <ProjectCard key={project.id} project={project} org={org} />)}
      </div>
      {found.data && <Pages count={found.data.count} size={24} page={page} onPage={(p) => void navigate({ to: '/projects', search: { org, q: q || undefined, page: p } })} />}
    </div>
  )
}
