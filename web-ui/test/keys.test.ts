import { describe, expect, test } from 'vitest'
import { commands, conflicts, keyName } from '../src/keys/registry'

describe('key registry', () => {
  test('no key means two things in one place', () => {
    expect(conflicts(commands)).toEqual([])
  })
  test('a doubled key is found, across scopes that meet', () => {
    const doubled = [...commands, { id: 'theme' as const, scope: 'everywhere' as const, keys: ['S'], title: 'x' }]
    expect(conflicts(doubled)).toContainEqual(['similar', 'theme', 'S'])
  })
  const press = (key: string, code: string, more = {}) => keyName({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more })
  test('letters go by the character, digits by the place', () => {
    expect(press('s', 'KeyS')).toBe('S')
    expect(press('&', 'Digit1')).toBe('1')
    expect(press('k', 'KeyK', { ctrlKey: true })).toBe('Ctrl K')
    expect(press('S', 'KeyS', { shiftKey: true })).toBe('Shift S')
    expect(press('?', 'Slash', { shiftKey: true })).toBe('?')
    expect(press('Escape', 'Escape')).toBe('Esc')
  })
})
