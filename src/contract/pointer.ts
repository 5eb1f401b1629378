/** JSON Pointer (RFC 6901) helpers. A pointer is `''` for the whole document, else `/a/0/b`. */
export type Pointer = string

export function pointerOf(path: readonly (string | number)[]): Pointer {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

export function pathOf(pointer: Pointer): string[] {
  if (pointer === '') return []
  return pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** `undefined` where nothing stands. */
export function valueAt(document: unknown, pointer: Pointer): unknown {
  let value = document
  for (const step of pathOf(pointer)) {
    if (value === null || typeof value !== 'object') return undefined
    if (Array.isArray(value)) value = value[Number(step)]
    // What every object inherits (`constructor`) does not stand in the document.
    else value = Object.hasOwn(value, step) ? (value as Record<string, unknown>)[step] : undefined
  }
  return value
}

/** The providers' own notation: `messages[0].content`, with `''` for the document. */
export function dotted(pointer: Pointer, document?: unknown): string {
  let text = ''
  let value = document
  for (const step of pathOf(pointer)) {
    const isIndex = document === undefined ? /^\d+$/.test(step) : Array.isArray(value)
    text += isIndex ? `[${step}]` : text === '' ? step : `.${step}`
    value = isRecord(value) || Array.isArray(value) ? (value as Record<string, unknown>)[step] : undefined
  }
  return text
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}
