import { useNavigate, useSearch } from '@tanstack/react-router'
import { Mark } from '../theme/Mark'
import { words } from '../words'
import { Rings } from './Rings'
import { SignInForm } from './SignInForm'
import classes from './SignIn.module.css'

export function SignInPage() {
  const navigate = useNavigate()
  const { to } = useSearch({ from: '/sign-in' })
  return (
    <div className={classes.page}>
      <main className={classes.left}>
        <div className={classes.brand}><Mark size={26} />{words.product}</div>
        <div className={classes.form}>
          <h1>{words.signIn.title}</h1>
          <SignInForm onDone={() => void navigate({ href: to ?? '/projects', replace: true })} />
        </div>
        <p className="secondary">{words.signIn.hint} <span className="mono">ocellus up</span>, and in <span className="mono">admin-password</span> {words.signIn.hintFile}</p>
      </main>
      <div className={classes.right} aria-hidden="true">
        <Rings />
        <p>{words.signIn.tagline}<br /><span>{words.signIn.taglineMore}</span></p>
      </div>
    </div>
  )
}
