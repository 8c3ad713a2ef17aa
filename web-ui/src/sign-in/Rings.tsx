/** What the product does, as a drawing: one thing in the middle, what resembles it near, what does not further out. */
export function Rings() {
  const rings = [[150, 7, 44, 0.9], [262, 10, 38, 0.7], [364, 12, 32, 0.45], [452, 11, 25, 0.25]] as const
  return (
    <svg viewBox="-500 -500 1000 1000" style={{ width: 'min(82%, 82vh)' }}>
      {rings.map(([radius, , , opacity]) => <circle key={radius} r={radius} fill="none" stroke="var(--acc)" strokeOpacity={opacity * 0.6} strokeWidth={1.25} />)}
      <circle r={90} fill="var(--acc-soft)" stroke="var(--acc)" strokeWidth={3} />
      <circle r={46} fill="var(--acc-fill)" />
      <circle r={22} fill="#0b1413" />
      {rings.map(([radius, many, size, opacity], ring) =>
        Array.from({ length: many }, (_, i) => {
          const angle = ((-80 + ring * 11 + (i * 360) / many) * Math.PI) / 180
          return (
            <g key={`${radius}-${i}`} transform={`translate(${radius * Math.cos(angle)} ${radius * Math.sin(angle)})`} opacity={opacity}>
              <circle r={size} fill="var(--s2)" stroke="var(--line2)" strokeWidth={1.5} />
              <circle r={size * (0.55 - ring * 0.08)} cx={(i % 3) * ring * 1.6} fill="var(--acc-fill)" fillOpacity={0.85 - ring * 0.2} />
            </g>
          )
        }),
      )}
    </svg>
  )
}
