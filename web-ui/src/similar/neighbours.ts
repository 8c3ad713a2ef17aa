import { ApiError, call } from '../api/client'
import type { Neighbours } from '../api/types'
import { words } from '../words'

/** What neighbours are asked of. */
export type Source = { kind: 'frame'; task: number; frame: number } | { kind: 'object'; id: number } | { kind: 'picture'; file: File }
export interface Scope { project?: number; label?: string; limit?: number }

export const largestPicture = 20 * 1024 * 1024

export function neighboursPath(source: Exclude<Source, { kind: 'picture' }>, scope: Scope): string {
  const parameters = filter(scope)
  if (source.kind === 'frame') parameters.set('frame', `${source.task}:${source.frame}`)
  else parameters.set('object', String(source.id))
  return `/api/curation/similar?${parameters}`
}

export async function neighboursOf(source: Source, scope: Scope, signal?: AbortSignal): Promise<Neighbours> {
  if (source.kind !== 'picture') return call<Neighbours>(neighboursPath(source, scope), { signal })
  if (source.file.size > largestPicture) throw new ApiError(413, words.similar.tooLarge)
  const form = new FormData()
  form.append('image', source.file)
  return call<Neighbours>(`/api/curation/search?${filter(scope)}`, { method: 'POST', form, signal })
}

function filter(scope: Scope): URLSearchParams {
  const parameters = new URLSearchParams({ limit: String(scope.limit ?? 24) })
  if (scope.project !== undefined) parameters.set('project', String(scope.project))
  if (scope.label) parameters.set('label', scope.label)
  return parameters
}
