import { ActionIcon, Menu, useMantineColorScheme, useComputedColorScheme } from '@mantine/core'
import { IconFolders, IconHelp, IconListCheck, IconMoon, IconSearch, IconSubtask, IconSun } from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { call } from '../api/client'
import { requests, self } from '../api/queries'
import { CheatSheet } from '../keys/CheatSheet'
import { CommandPalette } from '../keys/CommandPalette'
import { useCommands } from '../keys/Commands'
import { Kbd } from '../keys/Kbd'
import { SignInDialog } from '../sign-in/SignInDialog'
import { Mark } from '../theme/Mark'
import { words } from '../words'
import { TopBarSlot } from './TopBar'
import classes from './Shell.module.css'

/** The frame round every page: navigation, top bar, palette, cheat sheet, and the dialog when a sign-in has ended. */
export function Shell() {
  const user = useQuery(self)
  const running = useQuery({ ...requests, enabled: user.isSuccess })
  const client = useQueryClient()
  const navigate = useNavigate()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const { org } = useSearch({ strict: false }) as { org?: string }
  const [palette, setPalette] = useState(false)
  const [help, setHelp] = useState(false)
  const [slot, setSlot] = useState<HTMLDivElement | null>(null)
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('dark')
  const switchTheme = () => setColorScheme(scheme === 'dark' ? 'light' : 'dark')
  const go = (to: '/projects' | '/tasks' | '/requests') => void navigate({ to, search: { org } })
  useCommands('everywhere', {
    palette: () => setPalette(true), help: () => setHelp(true), theme: switchTheme,
    goProjects: () => go('/projects'), goTasks: () => go('/tasks'), goRequests: () => go('/requests'),
  })
  const signOut = async () => {
    await call('/api/auth/logout', { method: 'POST', body: {} })
    client.clear()
    await navigate({ to: '/sign-in' })
  }
  const rail = path.startsWith('/tasks/')
  const busy = (running.data ?? []).filter((r) => r.status === 'queued' || r.status === 'started').length
  const items = [
    ['/projects', words.nav.projects, IconFolders], ['/tasks', words.nav.tasks, IconSubtask], ['/requests', words.nav.requests, IconListCheck],
  ] as const
  const initials = (user.data?.username ?? '').slice(0, 2).toUpperCase()
  return (
    <div className={classes.shell} data-rail={rail || undefined}>
      <aside className={classes.side}>
        <Link to="/projects" search={{ org }} className={classes.brand}><Mark /><span>{words.product}</span></Link>
        <nav aria-label={words.nav.work}>
          {items.map(([to, title, Icon]) => (
            <Link key={to} to={to} search={{ org }} className={classes.item} title={title} aria-current={path.startsWith(to) ? 'page' : undefined}>
              <Icon size={rail ? 18 : 16} stroke={1.75} /><span>{title}</span>
            </Link>
          ))}
        </nav>
      </aside>
      <main className={classes.main}>
        <header className={classes.top}>
          <div ref={setSlot} className={classes.slot} />
          <button type="button" className={classes.search} onClick={() => setPalette(true)}>
            <IconSearch size={16} /><span>{words.keys.palette}</span><Kbd of="palette" />
          </button>
          {busy > 0 && <Link to="/requests" search={{ org }} className={classes.busy} title={words.requests.running(busy)} aria-label={words.requests.running(busy)}><span className={classes.ring} />{busy}</Link>}
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={words.keys.help} title={`${words.keys.help} (?)`} onClick={() => setHelp(true)}><IconHelp size={16} /></ActionIcon>
          <ActionIcon variant="subtle" color="gray" size={30} aria-label={words.keys.theme} title={words.keys.theme} onClick={switchTheme}>
            {scheme === 'dark' ? <IconSun size={16} /> : <IconMoon size={16} />}
          </ActionIcon>
          <Menu position="bottom-end">
            <Menu.Target><button type="button" className={classes.avatar} aria-label={user.data?.username ?? ''}>{initials}</button></Menu.Target>
            <Menu.Dropdown><Menu.Label>{user.data?.username}</Menu.Label><Menu.Item onClick={() => void signOut()}>{words.account.signOut}</Menu.Item></Menu.Dropdown>
          </Menu>
        </header>
        <TopBarSlot.Provider value={slot}><Outlet /></TopBarSlot.Provider>
      </main>
      <CommandPalette opened={palette} onClose={() => setPalette(false)} org={org} />
      <CheatSheet opened={help} onClose={() => setHelp(false)} />
      <SignInDialog />
    </div>
  )
}
