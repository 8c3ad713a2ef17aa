import { z } from 'zod'

/** What a view of frames shows, held whole in the address, so that a link opens on the same picture. */
const list = z.union([z.string(), z.array(z.string())]).transform((v) => (Array.isArray(v) ? v : v.split(','))).pipe(z.array(z.string()).max(50))

export const exploreSearch = z.object({
  org: z.string().max(64).optional().catch(undefined),
  /** The focused frame. */
  at: z.coerce.number().int().nonnegative().optional().catch(undefined),
  /** `frame` shows it alone, `grid` (or none) among the others. */
  view: z.enum(['grid', 'frame']).optional().catch(undefined),
  /** Labels by name; a frame passes with any of them. `-` is "no object". */
  label: list.optional().catch(undefined),
  /** Whose neighbours are shown: `frame:<number>` of this task, or `object:<shape id>`. */
  similar: z.string().regex(/^(frame|object):\d{1,18}$/).optional().catch(undefined),
  /** The selected object of the focused frame. */
  object: z.string().regex(/^[st]\d{1,18}$/).optional().catch(undefined),
  /** Height of a row of pictures. */
  size: z.coerce.number().int().min(90).max(420).optional().catch(undefined),
})

export type ExploreSearch = z.infer<typeof exploreSearch>

export const listSearch = z.object({
  org: z.string().max(64).optional().catch(undefined),
  q: z.string().max(200).optional().catch(undefined),
  page: z.coerce.number().int().min(1).optional().catch(undefined),
})
