import { Button } from '@mantine/core'
import { IconAlertCircle } from '@tabler/icons-react'
import { ApiError } from '../api/client'
import { words } from '../words'
import classes from './states.module.css'

/** What failed with its reason, then what to do, where it happened. */
export function ErrorNote({ title = words.errors.failed, error, retry }: { title?: string; error: Error; retry?: () => void }) {
  const reason = error instanceof ApiError ? error.message : words.errors.offline
  return (
    <div className={classes.error} role="alert">
      <IconAlertCircle size={16} />
      <div className="grow"><strong>{title}</strong><p>{reason}</p></div>
      {retry && <Button size="compact-sm" variant="default" onClick={retry}>{words.errors.retry}</Button>}
    </div>
  )
}
