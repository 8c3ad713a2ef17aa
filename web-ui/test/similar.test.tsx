import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { neighboursPath } from '../src/similar/neighbours'
import { SimilarStrip } from '../src/similar/SimilarStrip'

const server = setupServer(
  http.get('*/api/tasks/:id/data/meta', () => HttpResponse.json({ size: 3, start_frame: 0, stop_frame: 2, deleted_frames: [], frames: [{ name: 'a.jpg', width: 4, height: 3 }] })),
  http.get('*/api/tasks/:id/annotations', () => HttpResponse.json({ version: 0, shapes: [], tracks: [], tags: [] })),
  http.get('*/api/labels', () => HttpResponse.json({ count: 0, next: null, previous: null, results: [] })),
)
beforeAll(() => server.listen())
afterEach(() => server.resetHandlers())
afterAll(() => server.close())
// Node's fetch wants whole addresses, a browser's does not.
beforeEach(() => {
  const real = globalThis.fetch
  vi.stubGlobal('fetch', (path: string, init?: RequestInit) => real(new URL(path, location.origin), { ...init, signal: undefined }))
})
afterEach(() => vi.unstubAllGlobals())

function strip(answer: () => Response) {
  server.use(http.get('*/api/curation/similar', answer as never))
  vi.stubGlobal('matchMedia', (query: string) => ({ matches: false, media: query, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} }))
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <SimilarStrip source={{ kind: 'frame', task: 1, frame: 0 }} onOpen={() => {}} onClose={() => {}} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}

describe('the strip of neighbours', () => {
  test('shows them with their scores', async () => {
    strip(() => HttpResponse.json({ results: [{ task: 1, job: 1, frame: 2, object: null, label: null, score: 0.91 }], pending: false }))
    expect(await screen.findByRole('heading', { name: 'Similar frames' })).toBeInTheDocument()
    expect(await screen.findByText('0.91')).toBeInTheDocument()
  })
  test('says that the vector is still being made', async () => {
    strip(() => HttpResponse.json({ results: [], pending: true }))
    expect(await screen.findByText(/vector is being made/)).toBeInTheDocument()
  })
  test('says what failed', async () => {
    strip(() => HttpResponse.json({ detail: 'Not found.' }, { status: 404 }))
    expect(await screen.findByRole('alert')).toHaveTextContent('Not found.')
  })
  test('asks for what it was given', () => {
    expect(neighboursPath({ kind: 'object', id: 7 }, { project: 3, label: 'a b', limit: 5 })).toBe('/api/curation/similar?limit=5&project=3&label=a+b&object=7')
    expect(neighboursPath({ kind: 'frame', task: 2, frame: 9 }, {})).toBe('/api/curation/similar?limit=24&frame=2%3A9')
  })
})
