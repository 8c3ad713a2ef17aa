import { command, type CommandId } from './registry'
import classes from './Kbd.module.css'

/** The first key of a command, as a small cap; nothing for a command without one. */
export function Kbd({ of }: { of: CommandId }) {
  const key = command(of).keys[0]
  return key ? <kbd className={classes.kbd}>{key}</kbd> : null
}
