import type { LabelLook } from './palette'
import classes from './Keycap.module.css'

/** A label as its colour with the key that assigns it, so that colour never stands alone. */
export function Keycap({ look }: { look: LabelLook }) {
  return (
    <span className={classes.key} data-double={look.double || undefined} style={{ background: look.color }} aria-hidden="true">
      {look.key}
    </span>
  )
}
