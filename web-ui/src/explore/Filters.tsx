import { Checkbox } from '@mantine/core'
import { Keycap } from '../labels/Keycap'
import type { LabelLook } from '../labels/palette'
import { count, words } from '../words'
import classes from './explore.module.css'

interface Props { looks: Map<number, LabelLook>; counts: Map<number, number>; none: number; chosen: string[]; onChange: (chosen: string[]) => void }

/** Which labels a frame must carry, with how many frames do. */
export function Filters({ looks, counts, none, chosen, onChange }: Props) {
  const toggle = (name: string) => onChange(chosen.includes(name) ? chosen.filter((c) => c !== name) : [...chosen, name])
  return (
    <section className={classes.filter}>
      <div className="row">
        <h2 className="grow">{words.explore.label}</h2>
        {chosen.length > 0 && <button type="button" className={`${classes.clear} link`} onClick={() => onChange([])}>{words.explore.clear}</button>}
      </div>
      {[...looks].map(([id, look]) => (
        <label key={id} className={classes.option}>
          <Checkbox size="xs" checked={chosen.includes(look.name)} onChange={() => toggle(look.name)} aria-label={look.name} />
          <Keycap look={look} />
          <span className="grow ellipsis">{look.name}</span>
          <span className="caption">{count(counts.get(id) ?? 0)}</span>
        </label>
      ))}
      <label className={classes.option}>
        <Checkbox size="xs" checked={chosen.includes('-')} onChange={() => toggle('-')} aria-label={words.explore.noObject} />
        <span className="grow">{words.explore.noObject}</span>
        <span className="caption">{count(none)}</span>
      </label>
    </section>
  )
}
