import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconFileExport } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { call } from '../api/client'
import { formats, requests } from '../api/queries'
import { words } from '../words'

/** Exports a project, task or job as a dataset; the download appears among the requests. */
export function ExportMenu({ target, id }: { target: 'projects' | 'tasks' | 'jobs'; id: number }) {
  const known = useQuery(formats)
  const client = useQueryClient()
  const start = async (format: string) => {
    try {
      await call(`/api/${target}/${id}/dataset/export?${new URLSearchParams({ format, save_images: 'false' })}`, { method: 'POST' })
      notifications.show({ message: words.requests.exportStarted(format) })
      await client.invalidateQueries({ queryKey: requests.queryKey })
    } catch (e) {
      notifications.show({ color: 'red', title: words.requests.exportFailed, message: e instanceof Error ? e.message : String(e) })
    }
  }
  return (
    <Menu position="bottom-end">
      <Menu.Target><Button size="compact-sm" h={30} variant="default" leftSection={<IconFileExport size={16} />}>{words.explore.export}</Button></Menu.Target>
      <Menu.Dropdown>{known.data?.exporters.map((f) => <Menu.Item key={f.name} onClick={() => void start(f.name)}>{f.name}</Menu.Item>)}</Menu.Dropdown>
    </Menu>
  )
}
