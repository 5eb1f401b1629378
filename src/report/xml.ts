/** An XML element: attributes in order, `undefined` ones left out; children are elements or text. */
export interface XmlElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string | number | undefined>>
  readonly children: readonly (XmlElement | string)[]
}

/** An XML 1.0 document. Text and attribute values may hold anything: what XML cannot carry is shown as `\u001b`. */
export function xmlDocument(root: XmlElement): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${elementText(root, '')}\n`
}

/** Elements are set on lines of their own, unless text stands beside them, where a space would change it. */
function elementText({ name, attributes, children }: XmlElement, indent: string): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${attributeText(String(value))}"`)
  const open = `${indent}<${name}${written.join('')}`
  if (children.length === 0) return `${open}/>`
  const hasText = children.some((child) => typeof child === 'string')
  const inner = children.map((child) =>
    typeof child === 'string' ? contentText(child) : elementText(child, hasText ? '' : `${indent}  `),
  )
  return hasText ? `${open}>${inner.join('')}</${name}>` : `${open}>\n${inner.join('\n')}\n${indent}</${name}>`
}

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** A parser turns unescaped white space of an attribute into spaces, so it is written as references. */
function attributeText(text: string): string {
  return carried(text).replaceAll(/[&<>"\t\n\r]/g, reference)
}

/** A parser turns an unescaped carriage return into a line feed. */
function contentText(text: string): string {
  return carried(text).replaceAll(/[&<>\r]/g, reference)
}

function reference(character: string): string {
  return references[character] ?? character
}

/** Characters outside of XML 1.0's `Char`, lone surrogates among them, are not allowed even as references. */
function carried(text: string): string {
  return text.replaceAll(
    /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
