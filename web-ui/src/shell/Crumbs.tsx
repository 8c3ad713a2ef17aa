import { IconChevronRight } from '@tabler/icons-react'
import { Fragment, type ReactNode } from 'react'
import classes from './Crumbs.module.css'

/** The path to the present page; the last part is the page itself. */
export function Crumbs({ parts }: { parts: ReactNode[] }) {
  return (
    <nav className={classes.crumbs} aria-label="Path">
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <IconChevronRight size={14} />}
          <span className={i === parts.length - 1 ? classes.current : undefined}>{part}</span>
        </Fragment>
      ))}
    </nav>
  )
}
