import type { AddressedCall } from '../call.ts'
import type { Stages } from '../pipeline.ts'
import type { Defect } from './defect.ts'

type Headers = AddressedCall['target']['headers']

/** Changes the headers of every request to a provider, when all the others are there. */
function changingHeaders(stages: Stages, change: (headers: Headers, call: AddressedCall) => Headers): Stages {
  return {
    ...stages,
    forwardHeaders: (call) => {
      const forwarded = stages.forwardHeaders(call)
      return { ...forwarded, target: { ...forwarded.target, headers: change(forwarded.target.headers, forwarded) } }
    },
  }
}

/** Of the client's headers those whose name passes. */
function clientHeaders({ headers }: AddressedCall, passes: (name: string) => boolean): Headers {
  const passed: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(headers)) if (value !== undefined && passes(name)) passed[name] = value
  return passed
}

/** The route works all the same: the gateway's own credential goes with it. */
const clientAuthorizationForwarded: Defect = {
  id: 'client-authorization-forwarded',
  title: 'The key that the client sent to the gateway is relayed to the provider.',
  sources: ['BerriAI/litellm#32202', 'langwatch/langwatch#7830'],
  trips: ['header/credential', 'leak/canary-upstream'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...headers,
      authorization: [headers['authorization'] ?? '', call.headers.authorization ?? ''].flat(),
    })),
}

const cookiesForwarded: Defect = {
  id: 'cookies-forwarded',
  title: "Cookies of the client, and headers of the company's own, are relayed to the provider.",
  sources: ['maximhq/bifrost#1867'],
  trips: ['leak/canary-upstream', 'header/no-stray'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...clientHeaders(call, (name) => name === 'cookie' || name.startsWith('x-')),
      ...headers,
    })),
}

const proxyHeadersForwarded: Defect = {
  id: 'proxy-headers-forwarded',
  title: "What the client's proxies wrote about its network goes on to the provider.",
  sources: ['musistudio/claude-code-router#1594'],
  trips: ['header/no-stray'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...clientHeaders(call, (name) => /^(?:forwarded|via|x-real-ip|x-forwarded-.+)$/.test(name)),
      ...headers,
    })),
}

const otherCredentialsForwarded: Defect = {
  id: 'other-credentials-forwarded',
  title: 'A key that comes in another header than the usual one is not recognised for one, and relayed.',
  sources: ['langwatch/langwatch#7830'],
  trips: ['header/credential'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...clientHeaders(call, (name) => name === 'x-api-key' || name === 'x-goog-api-key' || name === 'xi-api-key'),
      ...headers,
    })),
}

const appendsUserAgent: Defect = {
  id: 'appends-client-header',
  title: "A header that the gateway writes itself is added to the client's instead of taking its place.",
  sources: ['envoyproxy/ai-gateway#2410', 'envoyproxy/ai-gateway#2398'],
  trips: ['header/no-stray'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...headers,
      'user-agent': [call.headers['user-agent'] ?? '', headers['user-agent'] ?? ''].flat(),
    })),
}

const bridgeForgetsHeaders: Defect = {
  id: 'bridge-forgets-headers',
  title: 'Headers that are configured to go on do so on some surfaces only.',
  sources: ['BerriAI/litellm#27410', 'BerriAI/litellm#42170', 'BerriAI/litellm#18073'],
  trips: ['header/forwarded'],
  stages: (stages) => ({
    ...stages,
    forwardHeaders: (call) => (call.surface === call.route.surface ? stages.forwardHeaders(call) : call),
  }),
}

const requestHeadersReturned: Defect = {
  id: 'request-headers-returned',
  title: 'The headers under which the provider was asked come back to the client, its key among them.',
  sources: ['maximhq/bifrost#3954'],
  trips: ['leak/canary-client'],
  stages: (stages) => ({
    ...stages,
    passReply: (call) => {
      const reply = stages.passReply(call)
      const key = call.target.headers['authorization']
      return typeof key === 'string' ? { ...reply, headers: { ...reply.headers, 'x-goog-api-key': key } } : reply
    },
  }),
}

const staleContentEncoding: Defect = {
  id: 'stale-content-encoding',
  title: 'An error that came packed is unpacked on the way, and keeps the label that says it is packed.',
  sources: ['envoyproxy/ai-gateway#2554'],
  trips: ['header/reply-framing'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => {
      const reply = await stages.passError(call)
      const coding = call.reply.headers['content-encoding']
      return coding === undefined ? reply : { ...reply, headers: { ...reply.headers, 'content-encoding': coding } }
    },
  }),
}

/** What goes upstream and back in headers. */
export const headersDefects: readonly Defect[] = [
  clientAuthorizationForwarded,
  cookiesForwarded,
  proxyHeadersForwarded,
  otherCredentialsForwarded,
  appendsUserAgent,
  bridgeForgetsHeaders,
  requestHeadersReturned,
  staleContentEncoding,
]
