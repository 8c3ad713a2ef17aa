import { Modal } from '@mantine/core'
import { words } from '../words'
import { commands, type Scope } from './registry'
import classes from './keys.module.css'

const scopes: [Scope, string][] = [['everywhere', words.keys.everywhere], ['explore', words.keys.explore]]

export function CheatSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title={words.keys.title} size={640}>
      <div className={classes.sheet}>
        {scopes.map(([scope, title]) => (
          <section key={scope}>
            <h2 className="secondary">{title}</h2>
            {commands.filter((c) => c.scope === scope && c.keys.length).map((c) => (
              <div key={c.id} className={classes.line}>
                <span>{c.title}</span>
                <span className="mono">{c.keys.join('  ')}</span>
              </div>
            ))}
          </section>
        ))}
      </div>
    </Modal>
  )
}
