import { IconPhoto } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Task } from '../api/types'
import classes from '../projects/projects.module.css'
import { ago, words } from '../words'

export function TaskCard({ task, org }: { task: Task; org?: string }) {
  const [bare, setBare] = useState(false)
  return (
    <Link to="/tasks/$taskId" params={{ taskId: String(task.id) }} search={{ org }} className={`${classes.card} card`}>
      <div className={classes.cover}>
        {bare ? <IconPhoto size={32} stroke={1.25} /> : <img src={`/api/tasks/${task.id}/preview`} alt="" onError={() => setBare(true)} />}
      </div>
      <div className={classes.about}>
        <div className={`${classes.name} ellipsis`}>{task.name}</div>
        <div className="secondary">{words.tasks.frames(task.size ?? 0)} · {words.tasks.jobs(task.jobs.count)}</div>
        <div className="caption row"><span className="grow">{task.status}</span>{ago(task.updated_date)}</div>
      </div>
    </Link>
  )
}
