import type { AddressedCall, AnsweredCall, ClientReply } from '../call.ts'
import type { Stages } from '../pipeline.ts'
import { isEventStream } from '../provider-reply.ts'
import type { Defect } from './defect.ts'
import { changingPassedReplies } from './rewrite-replies.ts'

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

/** Only what the gateway has to write anew is not taken over. */
const allHeadersForwarded: Defect = {
  id: 'all-headers-forwarded',
  title: "All headers of the client but the gateway's own few are relayed to the provider.",
  sources: ['apache/apisix#13422', 'Kong/kong#14009'],
  trips: ['header/no-stray', 'leak/canary-upstream'],
  stages: (stages) =>
    changingHeaders(stages, (headers, call) => ({
      ...clientHeaders(call, (name) => !['host', 'content-length', 'connection', 'te', 'trailer'].includes(name)),
      ...headers,
    })),
}

const modelInHeader: Defect = {
  id: 'model-in-header',
  title: 'The name of the model stands in a header as it is, and some names cannot.',
  sources: ['musistudio/claude-code-router@ee44357a'],
  trips: ['reply/status'],
  stages: (stages) =>
    changingHeaders(stages, (headers, { route }) => ({
      ...headers,
      'user-agent': `${String(headers['user-agent'])} (${route.model})`,
    })),
}

/** Those of the connection, and of bytes that may have been unpacked. */
const ofConnection: ReadonlySet<string> = new Set([
  'connection',
  'content-encoding',
  'content-length',
  'date',
  'keep-alive',
  'transfer-encoding',
])

const replyHeadersTrusted: Defect = {
  id: 'reply-headers-trusted',
  title: "Whatever a provider writes into the headers of its reply is handed on, under the gateway's own names too.",
  sources: ['maximhq/bifrost#5528', 'maximhq/bifrost#2996'],
  trips: ['header/reply-trusted'],
  stages: (stages) => ({
    ...stages,
    passReply: (call) => withProviderHeaders(stages.passReply(call), call),
    passError: async (call) => withProviderHeaders(await stages.passError(call), call),
  }),
}

function withProviderHeaders(reply: ClientReply, call: AnsweredCall): ClientReply {
  const theirs = Object.entries(call.reply.headers).flatMap(([name, value]) =>
    value === undefined || ofConnection.has(name) ? [] : [[name, String(value)] as const],
  )
  return { ...reply, headers: { ...Object.fromEntries(theirs), ...reply.headers } }
}

/** The alias is longer than the model, so that the end is missing. */
const staleContentLength: Defect = {
  id: 'stale-content-length',
  title: 'A stream in which the model is renamed keeps the length that the provider gave it.',
  sources: ['envoyproxy/ai-gateway#2392'],
  trips: ['reply/text'],
  stages: (stages) => {
    const renaming = changingPassedReplies(stages, (reply, { route }) => [
      'model' in reply ? { ...reply, model: `${route.alias} (${route.model})` } : reply,
    ])
    return {
      ...renaming,
      passReply: (call) => {
        const length = call.reply.headers['content-length']
        if (length === undefined || !isEventStream(call)) return stages.passReply(call)
        const reply = renaming.passReply(call)
        return { ...reply, headers: { ...reply.headers, 'content-length': length } }
      },
    }
  },
}

const redirectHandedOn: Defect = {
  id: 'redirect-handed-on',
  title: 'A redirect of the provider is handed on, with the address that it leads to.',
  sources: ['maximhq/bifrost#3954'],
  trips: ['leak/canary-client', 'expect/client'],
  stages: (stages) => ({
    ...stages,
    passError: async (call) => {
      const { status, headers } = call.reply
      if (status >= 400 || headers.location === undefined) return await stages.passError(call)
      const location = new URL(headers.location, call.target.url).href
      return { status, headers: { location }, body: call.reply.body }
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
  allHeadersForwarded,
  modelInHeader,
  replyHeadersTrusted,
  staleContentLength,
  redirectHandedOn,
]
