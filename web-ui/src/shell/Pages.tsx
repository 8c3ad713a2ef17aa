import { Pagination } from '@mantine/core'

/** Page numbers under a list, when it has more than one. */
export function Pages({ count, size, page, onPage }: { count: number; size: number; page: number; onPage: (page: number) => void }) {
  const total = Math.ceil(count / size)
  return total > 1 ? <Pagination size="sm" mt={20} total={total} value={page} onChange={onPage} /> : null
}
