/** The eye of the brand. */
export function Mark({ size = 24 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <circle cx="12" cy="12" r="10.5" fill="none" stroke="var(--acc)" strokeWidth="2" />
      <circle cx="12" cy="12" r="6.5" fill="var(--acc-soft)" stroke="var(--acc)" strokeWidth="1.5" />
      <circle cx="12" cy="12" r="3.6" fill="#0b1413" />
      <circle cx="13.6" cy="10.4" r="1.2" fill="#e9ebec" />
    </svg>
  )
}
