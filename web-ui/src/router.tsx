import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, Link, Outlet, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { ApiError } from './api/client'
import { self } from './api/queries'
import { ExplorePage } from './explore/ExplorePage'
import { exploreSearch, listSearch } from './explore/search'
import { ProjectPage } from './projects/ProjectPage'
import { ProjectsPage } from './projects/ProjectsPage'
import { RequestsPage } from './requests/RequestsPage'
import { EmptyState } from './shell/EmptyState'
import { ErrorNote } from './shell/ErrorNote'
import { Shell } from './shell/Shell'
import { SignInPage } from './sign-in/SignInPage'
import { TasksPage } from './tasks/TasksPage'
import { words } from './words'

const root = createRootRouteWithContext<{ client: QueryClient }>()({
  component: Outlet,
  notFoundComponent: () => <EmptyState icon={null} title={words.errors.notFound} how={words.errors.notFoundHow} action={<Link to="/projects" className="link">{words.errors.toProjects}</Link>} />,
  errorComponent: ({ error, reset }) => <ErrorNote error={error instanceof Error ? error : new Error(String(error))} retry={reset} />,
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  // Only addresses of this page: a link from elsewhere must not lead away after the sign-in.
  validateSearch: z.object({ to: z.string().regex(/^\/(?![/\\])/).optional().catch(undefined) }),
  component: SignInPage,
})

const app = createRoute({
  getParentRoute: () => root,
  id: 'app',
  component: Shell,
  beforeLoad: async ({ context, location }) => {
    try {
      await context.client.ensureQueryData(self)
    } catch (e) {
      if (e instanceof ApiError && e.status === 401) throw redirect({ to: '/sign-in', search: { to: location.href === '/' ? undefined : location.href } })
      throw e
    }
  },
})

const home = createRoute({ getParentRoute: () => app, path: '/', beforeLoad: () => { throw redirect({ to: '/projects' }) } })
const projects = createRoute({ getParentRoute: () => app, path: '/projects', validateSearch: listSearch, component: ProjectsPage })
const project = createRoute({ getParentRoute: () => app, path: '/projects/$projectId', validateSearch: listSearch, component: ProjectPage })
const tasks = createRoute({ getParentRoute: () => app, path: '/tasks', validateSearch: listSearch, component: TasksPage })
const task = createRoute({ getParentRoute: () => app, path: '/tasks/$taskId', validateSearch: exploreSearch, component: ExplorePage })
const requests = createRoute({ getParentRoute: () => app, path: '/requests', validateSearch: listSearch, component: RequestsPage })

export const makeRouter = (client: QueryClient) =>
  createRouter({ routeTree: root.addChildren([signIn, app.addChildren([home, projects, project, tasks, task, requests])]), context: { client }, defaultPreload: 'intent' })

declare module '@tanstack/react-router' {
  interface Register { router: ReturnType<typeof makeRouter> }
}
