import { Button, FileButton } from '@mantine/core'
import { IconPhotoSearch } from '@tabler/icons-react'
import { useEffect } from 'react'
import { words } from '../words'

/** A picture from the disk, from the clipboard or dropped anywhere on the page, to look for what resembles it. */
export function SearchByPicture({ onPicture }: { onPicture: (file: File) => void }) {
  useEffect(() => {
    const first = (files: FileList | null | undefined) => [...(files ?? [])].find((f) => f.type.startsWith('image/'))
    const paste = (e: ClipboardEvent) => {
      const file = first(e.clipboardData?.files)
      if (file) onPicture(file)
    }
    const drop = (e: DragEvent) => {
      const file = first(e.dataTransfer?.files)
      if (!file) return
      e.preventDefault()
      onPicture(file)
    }
    const over = (e: DragEvent) => e.preventDefault()
    window.addEventListener('paste', paste)
    window.addEventListener('drop', drop)
    window.addEventListener('dragover', over)
    return () => {
      window.removeEventListener('paste', paste)
      window.removeEventListener('drop', drop)
      window.removeEventListener('dragover', over)
    }
  }, [onPicture])
  return (
    <FileButton accept="image/*" onChange={(file) => file && onPicture(file)}>
      {(props) => <Button {...props} size="compact-sm" variant="default" leftSection={<IconPhotoSearch size={14} />}>{words.similar.byPicture}</Button>}
    </FileButton>
  )
}
