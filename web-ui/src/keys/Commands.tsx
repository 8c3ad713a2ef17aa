import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef } from 'react'
import { type CommandId, commands, isTyping, keyName, type Scope } from './registry'

type Actions = Partial<Record<CommandId, () => void>>
interface Bindings { bind: (scope: Scope, actions: Actions) => () => void; run: (id: CommandId) => void; active: () => Set<CommandId> }

const Context = createContext<Bindings | null>(null)

/** Listens for keys once for the whole page and runs what the shown pages have bound; later bindings come before earlier ones. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const bound = useRef<{ scope: Scope; actions: Actions }[]>([])
  const prefix = useRef<{ key: string; at: number } | null>(null)

  const run = useCallback((id: CommandId) => {
    for (const { actions } of [...bound.current].reverse()) {
      const action = actions[id]
      if (action) return action()
    }
  }, [])
  const bind = useCallback((scope: Scope, actions: Actions) => {
    const entry = { scope, actions }
    bound.current.push(entry)
    return () => {
      bound.current = bound.current.filter((b) => b !== entry)
    }
  }, [])
  const active = useCallback(() => new Set(bound.current.flatMap((b) => Object.keys(b.actions) as CommandId[])), [])

  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const name = keyName(event)
      const typing = isTyping(event.target)
      if (event.defaultPrevented || (typing && name !== 'Esc' && name !== 'Ctrl K')) return
      // A button or a link takes its own Enter.
      if (name === 'Enter' && event.target instanceof HTMLElement && /^(BUTTON|A)$/.test(event.target.tagName)) return
      const after = prefix.current && Date.now() - prefix.current.at < 1200 ? `${prefix.current.key} ${name}` : null
      prefix.current = name === 'G' ? { key: 'G', at: Date.now() } : null
      const shown = active()
      const hit = commands.find((c) => shown.has(c.id) && (after ? c.keys.includes(after) : c.keys.includes(name)))
      if (!hit) return
      event.preventDefault()
      run(hit.id)
    }
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [active, run])

  const value = useMemo(() => ({ bind, run, active }), [bind, run, active])
  return <Context.Provider value={value}>{children}</Context.Provider>
}

export function useBindings(): Bindings {
  const bindings = useContext(Context)
  if (!bindings) throw new Error('useBindings needs a CommandsProvider above it')
  return bindings
}

/** Says what commands do while the calling component is shown. */
export function useCommands(scope: Scope, actions: Actions) {
  const { bind } = useBindings()
  const latest = useRef(actions)
  latest.current = actions
  const names = Object.keys(actions).sort().join(' ')
  useEffect(() => {
    const stable: Actions = {}
    for (const id of names.split(' ').filter(Boolean) as CommandId[]) stable[id] = () => latest.current[id]?.()
    return bind(scope, stable)
  }, [bind, names, scope])
}
