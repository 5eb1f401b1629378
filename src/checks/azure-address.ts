import type { Exchange } from '../capture/exchange.ts'
import { type Check, type Observation, resultOf } from './check.ts'
import { type TargetFacts, targetOf } from './facts.ts'

export const azureAddress: Check = {
  id: 'call/azure-address',
  title: 'A request to Azure names the deployment and the version of its route',
  severity: 'high',
  judge: ({ facts }) => {
    const sent = facts.steps
      .flatMap((step) => step.upstream)
      .map((exchange) => ({ exchange, target: targetOf(facts, exchange) }))
      .filter(({ target }) => target.provider === 'azure-openai')
    if (sent.length === 0) return { kind: 'none' }
    return resultOf(sent.flatMap(({ exchange, target }) => departures(exchange, target)))
  },
}

function departures(exchange: Exchange, { model, apiVersion }: TargetFacts): Observation[] {
  const [path = '', query = ''] = exchange.request.target.split('?')
  const written = /\/deployments\/([^/]*)/.exec(path)?.[1]
  const deployment = written === undefined ? model : decoded(written)
  const version = new URLSearchParams(query).get('api-version') ?? ''
  const messages = [
    ...(deployment === model ? [] : [`the request is for the deployment ${deployment}, the route's is ${model}`]),
    ...(isVersion(version, apiVersion)
      ? []
      : [`the request is for version ${version || 'none'}, the route's is ${apiVersion ?? 'v1'}`]),
  ]
  const evidence = [{ exchange: exchange.id, hop: 'upstream', part: 'request', at: { target: true } }] as const
  return messages.map((message) => ({ message, evidence }))
}

/** The surface without dates has names instead of them, and needs none. */
function isVersion(version: string, wanted: string | undefined): boolean {
  return wanted === undefined ? ['', 'v1', 'preview'].includes(version) : version === wanted
}

/** A name that is not written as an address wants it stands for itself. */
function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return segment
  }
}
