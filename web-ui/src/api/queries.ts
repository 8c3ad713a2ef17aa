import { queryOptions } from '@tanstack/react-query'
import { call } from './client'
import type { Annotations, BackgroundRequest, DataMeta, Formats, Job, Label, Page, Project, Task, User } from './types'

const query = (parameters: Record<string, string | number | undefined>) =>
  new URLSearchParams(Object.entries(parameters).flatMap(([k, v]) => (v === undefined || v === '' ? [] : [[k, String(v)]]))).toString()

export const self = queryOptions({
  queryKey: ['self'],
  queryFn: ({ signal }) => call<User>('/api/users/self', { signal }),
  staleTime: 60_000,
  retry: false,
})

/** Lists carry the organization in the address, as every list of the API does. */
export const projects = (org: string | undefined, search: string, page: number) =>
  queryOptions({
    queryKey: ['projects', org, search, page],
    queryFn: ({ signal }) =>
      call<Page<Project>>(`/api/projects?${query({ org, search, page, page_size: 24, sort: '-updated_date' })}`, { signal }),
    placeholderData: (old) => old,
  })

export const project = (id: number) =>
  queryOptions({ queryKey: ['project', id], queryFn: ({ signal }) => call<Project>(`/api/projects/${id}`, { signal }) })

export const tasks = (filter: { org?: string; project_id?: number; search?: string; page?: number }) =>
  queryOptions({
    queryKey: ['tasks', filter],
    queryFn: ({ signal }) => call<Page<Task>>(`/api/tasks?${query({ ...filter, page_size: 100, sort: '-updated_date' })}`, { signal }),
    placeholderData: (old) => old,
  })

export const task = (id: number) =>
  queryOptions({ queryKey: ['task', id], queryFn: ({ signal }) => call<Task>(`/api/tasks/${id}`, { signal }) })

export const dataMeta = (task: number) =>
  queryOptions({
    queryKey: ['meta', task],
    queryFn: ({ signal }) => call<DataMeta>(`/api/tasks/${task}/data/meta`, { signal }),
    staleTime: 60_000,
  })

export const annotations = (task: number) =>
  queryOptions({
    queryKey: ['annotations', task],
    queryFn: ({ signal }) => call<Annotations>(`/api/tasks/${task}/annotations`, { signal }),
    staleTime: 15_000,
  })

export const labels = (of: { task_id?: number; project_id?: number }) =>
  queryOptions({
    queryKey: ['labels', of],
    queryFn: async ({ signal }) => (await call<Page<Label>>(`/api/labels?${query({ ...of, page_size: 500 })}`, { signal })).results,
    staleTime: 60_000,
  })

export const jobs = (task: number) =>
  queryOptions({
    queryKey: ['jobs', task],
    queryFn: async ({ signal }) => (await call<Page<Job>>(`/api/jobs?${query({ task_id: task, page_size: 500 })}`, { signal })).results,
  })

export const requests = queryOptions({
  queryKey: ['requests'],
  queryFn: async ({ signal }) => (await call<Page<BackgroundRequest>>('/api/requests?page_size=100', { signal })).results,
  refetchInterval: (q) => (q.state.data?.some((r) => r.status === 'queued' || r.status === 'started') ? 1500 : 15_000),
})

export const formats = queryOptions({
  queryKey: ['formats'],
  queryFn: ({ signal }) => call<Formats>('/api/server/annotation/formats', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
})

export const frameUrl = (task: number, frame: number, quality: 'compressed' | 'original' = 'compressed') =>
  `/api/tasks/${task}/data?type=frame&quality=${quality}&number=${frame}`
