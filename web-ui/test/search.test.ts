import { describe, expect, test } from 'vitest'
import { exploreSearch } from '../src/explore/search'

describe('the address of a view', () => {
  test('keeps what it names', () => {
    expect(exploreSearch.parse({ at: '12', view: 'frame', label: 'cat,dog', similar: 'object:1834', object: 's1834' })).toEqual({
      at: 12, view: 'frame', label: ['cat', 'dog'], similar: 'object:1834', object: 's1834',
    })
  })
  test('forgets rubbish in place of failing', () => {
    expect(exploreSearch.parse({ at: '-1', view: 'x', similar: 'frame:<script>', size: 5, object: 'q' })).toEqual({})
  })
})
