import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ApiError, call, csrfToken, messageOf } from '../src/api/client'

const server = setupServer(
  http.get('*/api/tasks/1', () => HttpResponse.json({ id: 1 })),
  http.get('*/api/tasks/2', () => HttpResponse.json({ detail: 'Not found.' }, { status: 404 })),
  http.post('*/api/auth/login', ({ request }) => HttpResponse.json({ token: request.headers.get('X-CSRFTOKEN') })),
)
beforeAll(() => server.listen())
afterAll(() => server.close())

describe('calls', () => {
  test('give the parsed body', async () => {
    expect(await call(`${location.origin}/api/tasks/1`)).toEqual({ id: 1 })
  })
  test('turn an error answer into its reason', async () => {
    await expect(call(`${location.origin}/api/tasks/2`)).rejects.toEqual(new ApiError(404, 'Not found.'))
  })
  test('send the token of the cookie with unsafe methods', async () => {
    document.cookie = 'csrftoken=abc'
    expect(csrfToken('x=1; csrftoken=abc; y=2')).toBe('abc')
    expect(await call(`${location.origin}/api/auth/login`, { method: 'POST', body: {} })).toEqual({ token: 'abc' })
  })
  test('read every form of error that the server has', () => {
    expect(messageOf(400, { non_field_errors: ['Unable to log in.'] }).message).toBe('Unable to log in.')
    expect(messageOf(400, { name: ['Too long.'] })).toEqual({ message: 'name: Too long.', fields: { name: ['Too long.'] } })
    expect(messageOf(400, ['a', 'b']).message).toBe('a b')
    expect(messageOf(502, '<html>').message).toBe('The server answered 502.')
  })
})
