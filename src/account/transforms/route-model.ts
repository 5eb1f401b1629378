import { valueAt } from '../../contract/pointer.ts'
import type { Transform } from './transform.ts'

/** The client's alias becomes the provider's model name. */
export const routeModel: Transform = ({ client, upstream, from, to, routeModel: wanted }) => {
  const arrived = valueAt(upstream, to)
  if (valueAt(client, from) === undefined || arrived === undefined) return []
  const same = arrived === wanted
  const note = same ? 'the alias of the route' : 'as another model than that of the route'
  return [{ client: [from], upstream: [to], same, note }]
}
