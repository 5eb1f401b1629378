// A type, not an interface: clients take schemas as records, and only a type can be one without saying so.
type CitySchema = {
  type: 'object'
  properties: { city: { type: 'string' } }
  required: string[]
  additionalProperties: false
}

const parameters: CitySchema = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
}

interface NamedTool {
  readonly name: string
  readonly description: string
  readonly parameters: CitySchema
}

/** A tool that every client is given. */
export const weather: NamedTool = { name: 'weather', description: 'The weather of a city.', parameters }

/** How the scripted model calls it. */
export const weatherCall = { name: 'weather', arguments: '{"city":"Hanoi"}' } as const

/** What the client's side of the tool says. */
export function forecast(city: string): string {
  return `Rain in ${city}.`
}
