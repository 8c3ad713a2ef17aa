import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError, call } from '../api/client'
import { self } from '../api/queries'
import type { User } from '../api/types'
import { words } from '../words'

/** Name and password; the reason of a refusal stands under the field. */
export function SignInForm({ onDone }: { onDone: (user: User) => void }) {
  const [user, setUser] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const client = useQueryClient()
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await call('/api/auth/login', { method: 'POST', body: { [user.includes('@') ? 'email' : 'username']: user, password } })
      onDone(await client.fetchQuery({ ...self, staleTime: 0 }))
    } catch (e) {
      setError(e instanceof ApiError ? (e.status >= 500 ? words.signIn.down(e.message) : e.message) : words.errors.offline)
    } finally {
      setBusy(false)
    }
  }
  return (
    <form onSubmit={(e) => void submit(e)} style={{ display: 'flex', flexDirection: 'column', gap: 14 }}>
      <TextInput label={words.signIn.user} autoComplete="username" value={user} onChange={(e) => setUser(e.currentTarget.value)} autoFocus required withAsterisk={false} />
      <PasswordInput label={words.signIn.password} autoComplete="current-password" value={password} error={error} onChange={(e) => setPassword(e.currentTarget.value)} required withAsterisk={false} />
      <Button type="submit" h={36} loading={busy}>{words.signIn.submit}</Button>
    </form>
  )
}
