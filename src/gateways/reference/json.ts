import { isRecord } from '../../contract/pointer.ts'

export type JsonObject = Record<string, unknown>

/** Decimal digits that a double always keeps. */
const exactDigits = 15

/** ECMAScript's JSON.parse source text access, which the TypeScript library does not describe. */
const { rawJSON } = JSON as typeof JSON & { rawJSON(text: string): unknown }

/** Only a text in which this is found may hold a number that needs a closer look. */
const longNumber = /[\d.]{16}|(?:^|[\s:,[-])\d[\d.]*e/i

/**
 * Parses without losing numbers: one that a double cannot hold (`9223372036854775807`, `1e400`) stays the text it was, and
 * `JSON.stringify` writes it back so. Everything else is as `JSON.parse` has it.
 * @throws SyntaxError
 */
export function parseJson(text: string): unknown {
  if (!longNumber.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' && context?.source && !isExact(context.source) ? rawJSON(context.source) : value,
  )
}

function isExact(source: string): boolean {
  const digits = source.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length <= exactDigits && Number.isFinite(Number(source))
}

/** The objects of a list; none where there is no list. */
export function objectsIn(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isRecord) : []
}

/** The members of an object; none where there is no object. */
export function membersOf(value: unknown): JsonObject {
  return isRecord(value) ? value : {}
}

/** `''` where there is no text. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** 0 where there is no number. */
export function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : 0
}
