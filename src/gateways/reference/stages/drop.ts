import type { RoutedCall } from '../call.ts'
import { withoutField } from '../drop-path.ts'

/** Leaves out the fields that the route's operator listed: before any translation, so that they mean the client's fields. */
export function drop(call: RoutedCall): RoutedCall {
  return { ...call, body: call.route.dropPaths.reduce((body, path) => withoutField(body, path), call.body) }
}
