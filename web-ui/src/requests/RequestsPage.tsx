import { Badge, Progress } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { requests } from '../api/queries'
import type { BackgroundRequest } from '../api/types'
import classes from '../projects/projects.module.css'
import { Crumbs } from '../shell/Crumbs'
import { EmptyState } from '../shell/EmptyState'
import { ErrorNote } from '../shell/ErrorNote'
import { TopBar } from '../shell/TopBar'
import { ago, words } from '../words'
import own from './requests.module.css'

const colours: Record<BackgroundRequest['status'], string> = { queued: 'gray', started: 'blue', finished: 'acc', failed: 'red' }

function subject(r: BackgroundRequest): string {
  const { operation: o } = r
  const id = o.task_id ?? o.project_id ?? o.job_id
  return [o.type, o.format, `${o.target}${id ? ` ${id}` : ''}`].filter(Boolean).join(' · ')
}

export function RequestsPage() {
  const found = useQuery(requests)
  return (
    <div className={classes.page}>
      <TopBar><Crumbs parts={[words.requests.title]} /></TopBar>
      {found.error && <ErrorNote error={found.error} retry={() => void found.refetch()} />}
      {found.data?.length === 0 && <EmptyState icon={<IconListCheck size={32} stroke={1.25} />} title={words.requests.none} how={words.requests.noneHow} />}
      {found.data && found.data.length > 0 && (
        <table className={`${own.table} card`}>
          <thead><tr><th>{words.requests.what}</th><th>{words.requests.state}</th><th>{words.requests.progress}</th><th>{words.requests.started}</th><th /></tr></thead>
          <tbody>
            {found.data.map((r) => (
              <tr key={r.id}>
                <td>{subject(r)}{r.status === 'failed' && <div className={own.reason}>{r.message}</div>}</td>
                <td><Badge size="sm" variant="light" color={colours[r.status]}>{r.status}</Badge></td>
                <td>{r.status === 'started' && <Progress size="sm" w={120} value={100 * (r.progress ?? 0)} />}</td>
                <td className="caption">{ago(r.created_date)}</td>
                <td>{r.status === 'finished' && r.result_url && <a className="link" href={r.result_url}>{words.requests.download}</a>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}
