import type { ReactNode } from 'react'
import classes from './states.module.css'

/** Nothing here: what it is, how to fill it, one button. */
export function EmptyState({ icon, title, how, action }: { icon: ReactNode; title: string; how: string; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      {icon}
      <h2>{title}</h2>
      <p className="secondary">{how}</p>
      {action}
    </div>
  )
}
