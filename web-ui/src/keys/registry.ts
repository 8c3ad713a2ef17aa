/**
 * The one registry of keys. Buttons, tooltips, the command palette and the cheat sheet read it; pages only say what a command does while
 * they are shown (see useCommands). Digits are bound by position, everything else by the character it makes.
 */
import { words } from '../words'

export type Scope = 'everywhere' | 'explore'

export interface Command { id: CommandId; scope: Scope; keys: string[]; title: string }

const k = words.keys
const table = {
  palette: ['everywhere', ['Ctrl K'], k.palette],
  help: ['everywhere', ['?', 'F1'], k.help],
  search: ['everywhere', ['/'], k.search],
  escape: ['everywhere', ['Esc'], k.escape],
  panels: ['everywhere', ['\\'], k.panels],
  theme: ['everywhere', [], k.theme],
  goProjects: ['everywhere', ['G P'], k.goProjects],
  goTasks: ['everywhere', ['G T'], k.goTasks],
  goRequests: ['everywhere', ['G R'], k.goRequests],
  open: ['explore', ['Enter'], k.open],
  similar: ['explore', ['S'], k.similar],
  next: ['explore', ['F'], k.next],
  previous: ['explore', ['D'], k.previous],
  forward: ['explore', ['V'], k.forward],
  back: ['explore', ['C'], k.back],
  nextObject: ['explore', ['Tab'], k.nextObject],
} as const satisfies Record<string, readonly [Scope, readonly string[], string]>

export type CommandId = keyof typeof table

export const commands: Command[] = Object.entries(table).map(([id, [scope, keys, title]]) => ({
  id: id as CommandId, scope, keys: [...keys], title,
}))

export function command(id: CommandId): Command {
  return commands.find((c) => c.id === id) as Command
}

/** Two commands that one key would trigger in the same place; empty when the table is sound. */
export function conflicts(all: Command[]): [CommandId, CommandId, string][] {
  const found: [CommandId, CommandId, string][] = []
  all.forEach((a, i) =>
    all.slice(i + 1).forEach((b) => {
      const meet = a.scope === b.scope || a.scope === 'everywhere' || b.scope === 'everywhere'
      for (const key of a.keys) if (meet && b.keys.includes(key)) found.push([a.id, b.id, key])
    }),
  )
  return found
}

/** The name of a pressed key as the table writes it. */
export function keyName(event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const digit = /^Digit(\d)$/.exec(event.code)?.[1]
  let name = digit ?? (event.key === 'Escape' ? 'Esc' : event.key.length === 1 ? event.key.toUpperCase() : event.key)
  if (event.shiftKey && (digit || name.length > 1 || /[A-Z]/.test(name))) name = `Shift ${name}`
  if (event.altKey) name = `Alt ${name}`
  if (event.ctrlKey || event.metaKey) name = `Ctrl ${name}`
  return name
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
}
