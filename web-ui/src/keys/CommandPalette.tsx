import { Modal, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { projects, tasks } from '../api/queries'
import { words } from '../words'
import { useBindings } from './Commands'
import { commands } from './registry'
import classes from './keys.module.css'

interface Entry { id: string; title: string; hint: string; run: () => void }

/** Commands that work here, and projects and tasks by name. */
export function CommandPalette({ opened, onClose, org }: { opened: boolean; onClose: () => void; org?: string }) {
  const [text, setText] = useState('')
  const [chosen, setChosen] = useState(0)
  const { active, run } = useBindings()
  const navigate = useNavigate()
  const needle = text.trim().toLowerCase()
  const foundProjects = useQuery({ ...projects(org, text.trim(), 1), enabled: opened && needle.length > 1 })
  const foundTasks = useQuery({ ...tasks({ org, search: text.trim() }), enabled: opened && needle.length > 1 })
  const shown = opened ? active() : new Set()
  const entries: Entry[] = [
    ...commands
      .filter((c) => c.id !== 'palette' && c.id !== 'escape' && shown.has(c.id) && c.title.toLowerCase().includes(needle))
      .map((c) => ({ id: c.id, title: c.title, hint: c.keys[0] ?? '', run: () => run(c.id) })),
    ...(needle.length > 1 ? (foundProjects.data?.results ?? []) : []).slice(0, 8).map((p) => ({
      id: `project-${p.id}`, title: p.name, hint: words.nav.projects,
      run: () => void navigate({ to: '/projects/$projectId', params: { projectId: String(p.id) }, search: (s) => ({ org: s.org }) }),
    })),
    ...(needle.length > 1 ? (foundTasks.data?.results ?? []) : []).slice(0, 8).map((t) => ({
      id: `task-${t.id}`, title: t.name, hint: words.nav.tasks,
      run: () => void navigate({ to: '/tasks/$taskId', params: { taskId: String(t.id) }, search: (s) => ({ org: s.org }) }),
    })),
  ]
  const close = () => {
    setText('')
    setChosen(0)
    onClose()
  }
  const take = (entry: Entry | undefined) => {
    if (!entry) return
    close()
    entry.run()
  }
  return (
    <Modal opened={opened} onClose={close} withCloseButton={false} size={640} padding={0} yOffset="10vh">
      <TextInput
        data-autofocus variant="unstyled" px={18} py={6} placeholder={words.keys.palette} aria-label={words.keys.palette} value={text}
        onChange={(e) => { setText(e.currentTarget.value); setChosen(0) }}
        onKeyDown={(e) => {
          if (e.key === 'ArrowDown') setChosen((c) => Math.min(c + 1, entries.length - 1))
          else if (e.key === 'ArrowUp') setChosen((c) => Math.max(c - 1, 0))
          else if (e.key === 'Enter') take(entries[chosen])
          else return
          e.preventDefault()
        }}
      />
      <ul className={classes.palette} role="listbox" aria-label={words.keys.palette}>
        {entries.map((entry, i) => (
          <li key={entry.id} role="option" aria-selected={i === chosen}>
            <button type="button" tabIndex={-1} className={classes.entry} data-chosen={i === chosen || undefined} onClick={() => take(entry)}>
              <span className="grow ellipsis">{entry.title}</span>
              <span className="mono">{entry.hint}</span>
            </button>
          </li>
        ))}
        {entries.length === 0 && <li className={classes.nothing}>{words.keys.noCommand}</li>}
      </ul>
    </Modal>
  )
}
