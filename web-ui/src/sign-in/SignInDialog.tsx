import { Modal } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { ApiError } from '../api/client'
import { words } from '../words'
import { SignInForm } from './SignInForm'

/** Asks again when a call was refused for want of a sign-in; the page stays as it is. */
export function SignInDialog() {
  const client = useQueryClient()
  const [opened, setOpened] = useState(false)
  useEffect(
    () =>
      client.getQueryCache().subscribe((event) => {
        if (event.type === 'updated' && event.action.type === 'error' && event.action.error instanceof ApiError && event.action.error.status === 401) setOpened(true)
      }),
    [client],
  )
  return (
    <Modal opened={opened} onClose={() => setOpened(false)} title={words.signIn.title} size="sm" closeOnClickOutside={false}>
      <p className="secondary" style={{ marginBottom: 14 }}>{words.signIn.again}</p>
      <SignInForm onDone={() => { setOpened(false); void client.invalidateQueries() }} />
    </Modal>
  )
}
