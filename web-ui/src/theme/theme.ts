import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core'

// Ten steps round the accent fill, which Mantine wants of every colour.
const acc: MantineColorsTuple = [
  '#e0f2ef', '#c3e6e0', '#a5d8d0', '#7fcabe', '#5bbfb0', '#4cc4b2', '#3fb6a5', '#0c7c6e', '#0b7467', '#08544b',
]

export const theme = createTheme({
  primaryColor: 'acc',
  primaryShade: { light: 7, dark: 6 },
  colors: { acc },
  defaultRadius: 5,
  fontFamily: 'var(--font)',
  fontFamilyMonospace: 'var(--mono)',
  fontSizes: { xs: '11px', sm: '12px', md: '13px', lg: '15px', xl: '18px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
})

const shared = {
  '--mantine-color-body': 'var(--bg)',
  '--mantine-color-text': 'var(--t1)',
  '--mantine-color-dimmed': 'var(--t3)',
  '--mantine-color-default': 'var(--s2)',
  '--mantine-color-default-hover': 'var(--s3)',
  '--mantine-color-default-color': 'var(--t1)',
  '--mantine-color-default-border': 'var(--line2)',
  '--mantine-color-error': 'var(--bad)',
  '--mantine-color-placeholder': 'var(--t3)',
}

export const cssVariables: CSSVariablesResolver = () => ({ variables: {}, light: shared, dark: shared })
