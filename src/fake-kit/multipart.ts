import { isUtf8 } from 'node:buffer'
import type { FormField } from '../contract/form-field.ts'
import type { Malformed } from './request-body.ts'

export type ParsedForm = { readonly kind: 'form'; readonly fields: readonly FormField[] } | Malformed

/** More than any form of a provider has, and few enough to be read at once. */
const maximumParts = 1000
const maximumHeadBytes = 16 * 1024

/** The boundary that a content type names; `undefined` when it names none that RFC 2046 allows. */
export function boundaryOf(contentType: string): string | undefined {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]*)"|([^\s;"]+))\s*(?:;|$)/i.exec(contentType) ?? []
  const boundary = quoted ?? plain ?? ''
  return /^[\w'()+,./:=? -]{0,69}[\w'()+,./:=?-]$/.test(boundary) ? boundary : undefined
}

/**
 * The parts of a form (RFC 7578), the contents of files as views of the body. Undici's own reader copies each part and says
 * of any fault only that there is one.
 */
export function parseMultipart(body: Buffer, boundary: string): ParsedForm {
  const delimiter = Buffer.from(`\r\n--${boundary}`)
  const fields: FormField[] = []
  let at = afterFirst(body, delimiter)
  while (at !== -1) {
    const line = body.indexOf('\r\n', at)
    const rest = body.toString('latin1', at, line === -1 ? body.length : line)
    if (rest.startsWith('--')) return { kind: 'form', fields }
    if (line === -1 || rest.trim() !== '') return malformed('a boundary does not end its line')
    if (fields.length === maximumParts) return malformed(`the form has more than ${maximumParts} parts`)
    const end = body.indexOf(delimiter, line)
    if (end === -1) return malformed('the form ends within a part')
    const field = readPart(body.subarray(line + 2, Math.max(end, line + 2)))
    if ('kind' in field) return field
    fields.push(field)
    at = end + delimiter.length
  }
  return malformed(`the form has no boundary '${boundary}'`)
}

/** Behind the first boundary, which may open the body or follow a preamble. */
function afterFirst(body: Buffer, delimiter: Buffer): number {
  const opening = delimiter.subarray(2)
  if (body.subarray(0, opening.length).equals(opening)) return opening.length
  const found = body.indexOf(delimiter)
  return found === -1 ? -1 : found + delimiter.length
}

function readPart(part: Buffer): FormField | Malformed {
  const end = part.subarray(0, maximumHeadBytes).indexOf('\r\n\r\n')
  if (end === -1) return malformed('a part has no headers, or more than are read')
  const headers = headersOf(part.subarray(0, end))
  const disposition = headers.get('content-disposition') ?? ''
  const name = parameterOf(disposition, 'name')
  if (!/^form-data\s*;/i.test(disposition) || name === undefined) return malformed('a part has no name')
  const content = part.subarray(end + 4)
  const filename = parameterOf(disposition, 'filename')
  if (filename !== undefined) {
    return { name, value: { filename, contentType: headers.get('content-type') ?? '', content } }
  }
  return isUtf8(content) ? { name, value: content.toString() } : malformed(`the field '${name}' is not UTF-8`)
}

function headersOf(head: Buffer): ReadonlyMap<string, string> {
  const lines = head.toString().split('\r\n')
  return new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, Math.max(colon, 0)).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
}

/** Quoted as browsers do it, with `%22` for a quote, or as others do, with a backslash. */
function parameterOf(disposition: string, wanted: string): string | undefined {
  const parameters = disposition.matchAll(/;\s*([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))/g)
  const [, , quoted, plain] = [...parameters].find(([, name]) => name?.toLowerCase() === wanted) ?? []
  return (quoted ?? plain)?.replaceAll('%22', '"').replaceAll(/\\(["\\])/g, '$1')
}

function malformed(why: string): Malformed {
  return { kind: 'malformed', why }
}
