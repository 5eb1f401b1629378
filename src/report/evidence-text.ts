import type { Evidence } from '../checks/finding.ts'
import type { PlacedEvidence } from './groups.ts'
import type { Style } from './style.ts'
import { counted, cut, padded, printable, widthOf } from './text.ts'

const maxPlaces = 16
const widestPlace = 48

/**
 * Where to look, one message of an exchange after the other:
 * `upstream POST /v1/responses`, then one line a place: `body /metadata/user_api_key = <client-key> (sha256-hex)`.
 */
export function evidenceLines(all: readonly PlacedEvidence[], style: Style, width: number): readonly string[] {
  const shown = all.slice(0, maxPlaces)
  const column = Math.min(widestPlace, Math.max(0, ...shown.map(({ evidence }) => widthOf(placeText(evidence)))))
  const lines: string[] = []
  for (const [message, places] of Map.groupBy(shown, messageText)) {
    lines.push(style.name(message))
    for (const { evidence } of places) {
      const value = valueText(evidence)
      const place = value === '' ? placeText(evidence) : padded(placeText(evidence), column)
      const room = width - widthOf(place) - 5
      lines.push(`  ${place}${value === '' ? '' : ` = ${paintValue(evidence, cut(value, Math.max(20, room)), style)}`}`)
    }
  }
  const left = all.length - shown.length
  return left > 0 ? [...lines, style.faint(`and ${counted(left, 'more place')} in the JSON report`)] : lines
}

function messageText({ evidence, exchange }: PlacedEvidence): string {
  const request = printable(exchange?.request ?? evidence.exchange)
  if (evidence.part === 'request') return `${evidence.hop} ${request}`
  const status = exchange?.status
  return `${evidence.hop} ${request} -> ${status === undefined ? 'reply' : `reply ${status}`}`
}

function placeText({ at }: Evidence): string {
  if ('body' in at) return at.body === '' ? 'body' : `body ${printable(at.body)}`
  if ('header' in at) return `header ${printable(at.header)}`
  return 'target' in at ? 'target' : 'status'
}

/** A disguised value does not show what it is, so its role and its disguise come first. */
function valueText({ shown, role, forms = [] }: Evidence): string {
  const value = printable(shown ?? '')
  const disguise = forms.length === 0 ? '' : ` (${forms.join(' in ')})`
  if (role === undefined || value.includes(`<${role}>`)) return `${value}${disguise}`
  return `<${role}>${disguise} ${value}`.trimEnd()
}

function paintValue({ role }: Evidence, value: string, style: Style): string {
  return role === undefined ? value : style.bad(value)
}
