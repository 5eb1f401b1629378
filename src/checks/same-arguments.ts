import { sameJson } from '../account/leaves.ts'

/** Decimal digits that a double always keeps. */
const exactDigits = 15

/**
 * Whether two texts of arguments say the same. White space and the spelling of characters are nobody's concern; a number is
 * compared as it is written where a double would not hold it. What is no JSON has to be the same text.
 */
export function sameArguments(one: string, other: string): boolean {
  if (one === other) return true
  const [left, right] = [parsed(one), parsed(other)]
  return left !== undefined && right !== undefined && sameJson(left, right)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
      typeof value === 'number' && context?.source && isLong(context.source) ? { written: context.source } : value,
    )
  } catch {
    return undefined
  }
}

function isLong(source: string): boolean {
  const digits = source.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '')
  return digits.length > exactDigits
}
