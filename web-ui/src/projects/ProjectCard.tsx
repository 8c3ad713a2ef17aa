import { IconPhoto } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { Project } from '../api/types'
import { ago, words } from '../words'
import classes from './projects.module.css'

export function ProjectCard({ project, org }: { project: Project; org?: string }) {
  const [bare, setBare] = useState(false)
  return (
    <Link to="/projects/$projectId" params={{ projectId: String(project.id) }} search={{ org }} className={`${classes.card} card`} aria-label={words.projects.open(project.name)}>
      <div className={classes.cover}>
        {bare ? <IconPhoto size={32} stroke={1.25} /> : <img src={`/api/projects/${project.id}/preview`} alt="" onError={() => setBare(true)} />}
      </div>
      <div className={classes.about}>
        <div className={`${classes.name} ellipsis`}>{project.name}</div>
        <div className="secondary">{words.projects.tasks(project.tasks.count)}</div>
        <div className="caption row"><span className="grow">{project.owner?.username}</span>{ago(project.updated_date)}</div>
      </div>
    </Link>
  )
}
