import { createContext, type ReactNode, useContext } from 'react'
import { createPortal } from 'react-dom'

export const TopBarSlot = createContext<HTMLElement | null>(null)

/** What a page puts into the left of the top bar: its path and its own buttons. */
export function TopBar({ children }: { children: ReactNode }) {
  const slot = useContext(TopBarSlot)
  return slot ? createPortal(children, slot) : null
}
