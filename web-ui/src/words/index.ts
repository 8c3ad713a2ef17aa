/** Every text that a person reads stands here, in English first. Numbers get thin spaces. */
const thin = ' '

export function count(n: number): string {
  return String(n).replace(/\B(?=(\d{3})+(?!\d))/g, thin)
}

export function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`
}

/** "2 min ago", relative under a week, else the date. */
export function ago(iso: string, now: number = Date.now()): string {
  const seconds = Math.max(0, (now - Date.parse(iso)) / 1000)
  if (Number.isNaN(seconds)) return ''
  if (seconds < 60) return 'just now'
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`
  if (seconds < 86_400) return `${Math.floor(seconds / 3600)} h ago`
  if (seconds < 7 * 86_400) return plural(Math.floor(seconds / 86_400), 'day') + ' ago'
  return new Date(iso).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric' })
}

export const words = {
  product: 'Ocellus',
  signIn: {
    title: 'Sign in',
    user: 'User name or e-mail',
    password: 'Password',
    submit: 'Sign in',
    hint: 'First start? The admin password is in the terminal that ran',
    hintFile: 'in the data folder.',
    again: 'Your sign-in has ended. Sign in again to go on where you are.',
    tagline: 'Label pictures. Find the next similar one.',
    taglineMore: 'Every frame and every labelled object is also a vector.',
    down: (part: string) => `The server does not answer (${part}). The form stays; try again in a moment.`,
  },
  nav: { projects: 'Projects', tasks: 'Tasks', requests: 'Requests', work: 'Work' },
  projects: {
    title: 'Projects',
    filter: 'Filter by name',
    none: 'No projects yet',
    noneHow: 'Make one with cvat-cli, the SDK, or `./ocellus demo`: it appears here.',
    noMatch: (text: string) => `No project is named like “${text}”`,
    tasks: (n: number) => plural(n, 'task'),
    open: (name: string) => `Open project ${name}`,
    refresh: 'Look again',
  },
  tasks: {
    title: 'Tasks',
    none: 'No tasks yet',
    noneHow: 'Upload pictures with cvat-cli or the SDK: a task appears here.',
    frames: (n: number) => plural(n, 'frame'),
    jobs: (n: number) => plural(n, 'job'),
    name: 'Name',
    state: 'State',
    size: 'Frames',
    jobCount: 'Jobs',
    updated: 'Changed',
    project: 'Project',
  },
  explore: {
    frames: 'Frames',
    shown: (shown: number, all: number) => (shown === all ? plural(all, 'frame') : `${count(shown)} of ${plural(all, 'frame')}`),
    label: 'Label',
    clear: 'clear',
    noObject: 'no object',
    objects: 'Objects in frame',
    empty: 'This task has no frames yet',
    emptyHow: 'Its upload may still be on the way: look at its requests.',
    noMatch: 'No frame passes the filter',
    noMatchHow: 'Take a label out of it, or clear it.',
    size: 'Picture size',
    file: 'File',
    dimensions: 'Size',
    where: 'Where',
    job: (id: number) => `job ${id}`,
    frame: (n: number) => `Frame ${n}`,
    open: 'Open',
    findSimilar: 'Find similar',
    export: 'Export',
    choose: 'Choose a frame to see what is in it',
    objectList: 'Objects',
    noObjects: 'Nothing is labelled here',
    gridName: (task: string) => `Frames of ${task}`,
    behind: (n: number) => `Loading annotations of ${plural(n, 'frame')}`,
  },
  similar: {
    frames: 'Similar frames',
    objects: 'Similar objects',
    toPicture: 'Similar to your picture',
    source: (what: string) => `cosine, to ${what}`,
    none: 'No neighbours',
    noneHow: 'Nothing else that you may see has a vector yet.',
    pending: 'Its vector is being made. The neighbours appear here when it is there.',
    loading: 'Looking for neighbours',
    failed: 'The neighbours could not be found',
    close: 'Close the strip',
    byPicture: 'Find by a picture',
    tooLarge: 'The picture is larger than 20 MB. Choose a smaller one.',
    object: (id: number) => `object ${id}`,
    frame: (n: number) => `frame ${n}`,
  },
  frameView: { close: 'Back to the grid', next: 'Next frame', previous: 'Previous frame' },
  requests: {
    title: 'Requests',
    none: 'No requests',
    noneHow: 'Uploads, imports and exports show here while they run and for a while after.',
    running: (n: number) => `${plural(n, 'request')} running`,
    download: 'Download',
    state: 'State',
    what: 'What',
    started: 'Since',
    progress: 'Progress',
    exportStarted: (format: string) => `Exporting ${format}. The download appears in Requests.`,
    exportFailed: 'The export could not be started',
  },
  keys: {
    title: 'Keyboard shortcuts',
    palette: 'Search or jump',
    theme: 'Switch theme',
    help: 'Shortcuts',
    goProjects: 'Go to projects',
    goTasks: 'Go to tasks',
    goRequests: 'Go to requests',
    open: 'Open the frame',
    similar: 'Find similar',
    escape: 'Close, clear',
    search: 'Search field',
    next: 'Next frame',
    previous: 'Previous frame',
    nextObject: 'Next object',
    panels: 'Show or hide the panels',
    forward: '10 frames forward',
    back: '10 frames back',
    everywhere: 'Everywhere',
    explore: 'Frames',
    noCommand: 'Nothing is called that',
  },
  errors: {
    failed: 'This could not be loaded',
    retry: 'Try again',
    offline: 'The server cannot be reached. Check that it runs, then try again.',
    notFound: 'There is no such page',
    notFoundHow: 'The address may be old, or what it named was deleted.',
    toProjects: 'Go to projects',
  },
  account: { signOut: 'Sign out' },
} as const
