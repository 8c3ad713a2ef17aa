/** Calls of the server: session cookie, CSRF header for unsafe methods, errors as {@link ApiError}. */
export class ApiError extends Error {
  constructor(readonly status: number, message: string, readonly fields: Record<string, string[]> = {}) {
    super(message)
  }
}

export function csrfToken(cookie: string = document.cookie): string | undefined {
  return cookie.split('; ').find((part) => part.startsWith('csrftoken='))?.slice('csrftoken='.length)
}

/** The one sentence in an error answer of any of the forms that the server uses. */
export function messageOf(status: number, body: unknown): { message: string; fields: Record<string, string[]> } {
  if (typeof body === 'string' && body.trim() && !body.trim().startsWith('<')) return { message: body.trim().slice(0, 400), fields: {} }
  if (Array.isArray(body)) return { message: body.map(String).join(' '), fields: {} }
  if (body && typeof body === 'object') {
    const record = body as Record<string, unknown>
    if (typeof record.detail === 'string') return { message: record.detail, fields: {} }
    if (typeof record.message === 'string') return { message: record.message, fields: {} }
    const fields: Record<string, string[]> = {}
    for (const [name, value] of Object.entries(record)) fields[name] = Array.isArray(value) ? value.map(String) : [String(value)]
    const all = Object.entries(fields).map(([name, texts]) => (name === 'non_field_errors' ? '' : `${name}: `) + texts.join(' '))
    if (all.length) return { message: all.join(' '), fields }
  }
  return { message: `The server answered ${status}.`, fields: {} }
}

export async function call<T>(path: string, options: { method?: string; body?: unknown; form?: FormData; signal?: AbortSignal } = {}): Promise<T> {
  const method = options.method ?? 'GET'
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (options.body !== undefined) headers['Content-Type'] = 'application/json'
  const token = csrfToken()
  if (method !== 'GET' && token) headers['X-CSRFTOKEN'] = token
  const response = await fetch(path, {
    method,
    headers,
    credentials: 'same-origin',
    body: options.form ?? (options.body === undefined ? undefined : JSON.stringify(options.body)),
    signal: options.signal,
  })
  const text = await response.text()
  let body: unknown = text
  try {
    body = text ? JSON.parse(text) : undefined
  } catch {
    // Not JSON: the text itself says what happened.
  }
  if (!response.ok) {
    const { message, fields } = messageOf(response.status, body)
    throw new ApiError(response.status, message, fields)
  }
  return body as T
}
