import type { RoutedCall } from '../call.ts'

/** Adds the operator's defaults where the client sent no such field; `null` is something that it sent. */
export function fillIn(call: RoutedCall): RoutedCall {
  const missing = Object.entries(call.route.defaults).filter(([name]) => !Object.hasOwn(call.body, name))
  return { ...call, body: { ...call.body, ...structuredClone(Object.fromEntries(missing)) } }
}
