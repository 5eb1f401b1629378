/** What a conforming reader makes of an element: references resolved, white space kept. */
export interface ReadElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly ReadElement[]
  readonly text: string
}

const tag = /<(\/?)([A-Za-z]+)((?:\s+[A-Za-z]+="[^<"]*")*)\s*(\/?)>/y
const character = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u

/**
 * Reads the XML that a writer of ours may produce, strictly: declaration, elements, attributes, text, the five named and the
 * decimal references. Throws at anything that XML 1.0 forbids.
 */
export function readXml(document: string): ReadElement {
  const declaration = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(document)
  if (declaration === null) throw new Error('no XML declaration')
  const forbidden = character.exec(document)
  if (forbidden !== null) throw new Error(`character ${JSON.stringify(forbidden[0])} at ${forbidden.index}`)
  const [root, end] = readElement(document, declaration[0].length)
  if (document.slice(end).trim() !== '') throw new Error(`content after the root at ${end}`)
  return root
}

function readElement(document: string, from: number): [ReadElement, number] {
  const open = readTag(document, from)
  if (open.isClosing) throw new Error(`end of ${open.name} without a beginning at ${from}`)
  const { name, attributes } = open
  if (open.isEmpty) return [{ name, attributes, children: [], text: '' }, open.end]
  const children: ReadElement[] = []
  let text = ''
  for (let at = open.end; ; ) {
    const next = document.indexOf('<', at)
    if (next === -1) throw new Error(`${name} has no end`)
    text += resolved(document.slice(at, next))
    if (document[next + 1] === '/') {
      const close = readTag(document, next)
      if (close.name !== name) throw new Error(`${name} is ended by ${close.name} at ${next}`)
      return [{ name, attributes, children, text }, close.end]
    }
    const [child, end] = readElement(document, next)
    children.push(child)
    at = end
  }
}

function readTag(document: string, at: number) {
  tag.lastIndex = at
  const found = tag.exec(document)
  if (found === null) throw new Error(`no tag at ${at}: ${document.slice(at, at + 40)}`)
  const [, slash, name = '', inside = '', empty] = found
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of inside.matchAll(/([A-Za-z]+)="([^"]*)"/g)) {
    if (key in attributes) throw new Error(`attribute ${key} twice at ${at}`)
    attributes[key] = resolved(value.replaceAll(/[\t\n\r]/g, ' '))
  }
  return { name, attributes, isClosing: slash === '/', isEmpty: empty === '/', end: tag.lastIndex }
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function resolved(raw: string): string {
  if (raw.includes(']]>')) throw new Error('"]]>" in text')
  return raw
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replaceAll(/&([^;]*);?/g, (whole, body: string) => {
      const text = body.startsWith('#') ? String.fromCodePoint(Number(body.slice(1))) : named[body]
      if (text === undefined || !whole.endsWith(';') || character.test(text)) throw new Error(`reference ${whole}`)
      return text
    })
}
