import type { RoutedCall } from '../call.ts'
import type { TargetConfig } from '../config.ts'
import { objectsIn } from '../json.ts'
import type { Stages } from '../pipeline.ts'
import type { Defect } from './defect.ts'

/** Changes the call of every attempt at a fallback; `own` is the target that failed. */
function changingFallback(stages: Stages, change: (call: RoutedCall, own: RoutedCall['route']) => RoutedCall): Stages {
  return {
    ...stages,
    aim: (call, target) => {
      const aimed = stages.aim(call, target)
      return target === call.route ? aimed : change(aimed, call.route)
    },
  }
}

const fallbackKeepsModel: Defect = {
  id: 'fallback-keeps-model',
  title: 'The fallback is asked for the model of the target that failed.',
  sources: ['BerriAI/litellm#28251'],
  trips: ['call/fallback-apart'],
  stages: (stages) => changingFallback(stages, (call, { model }) => ({ ...call, route: { ...call.route, model } })),
}

const fallbackKeepsKey: Defect = {
  id: 'fallback-keeps-key',
  title: 'The fallback is called with the key of the target that failed.',
  sources: ['BerriAI/litellm#27462', 'BerriAI/litellm#28337'],
  trips: ['call/fallback-apart', 'header/credential'],
  stages: (stages) => changingFallback(stages, (call, { apiKey }) => ({ ...call, route: { ...call.route, apiKey } })),
}

const fallbackCarriesFirst: Defect = {
  id: 'fallback-carries-first',
  title: 'What the first attempt noted in its arguments is sent to the fallback.',
  sources: ['BerriAI/litellm#24764', 'BerriAI/litellm#38153'],
  trips: ['call/fallback-apart', 'call/retry-equal'],
  stages: (stages) =>
    changingFallback(stages, (call, { baseUrl, model }) => ({
      ...call,
      body: { ...call.body, litellm_metadata: { api_base: `${baseUrl}/`, deployment: model } },
    })),
}

const fallbackLosesOptions: Defect = {
  id: 'fallback-loses-options',
  title: 'Whatever is not a message does not reach the fallback.',
  sources: ['BerriAI/litellm#8425'],
  trips: ['call/retry-equal', 'account/no-silent-loss'],
  stages: (stages) =>
    changingFallback(stages, (call) => {
      const { model, messages, stream } = call.body
      return { ...call, body: { model, messages, ...(stream === undefined ? {} : { stream }) } }
    }),
}

/** The conversation of a call is one list for all its attempts, and every attempt adds to it. */
const retryAddsToMessages: Defect = {
  id: 'retry-adds-to-messages',
  title: 'Every attempt leaves something in the messages that the next one sends.',
  sources: ['BerriAI/litellm#28337'],
  trips: ['call/retry-equal', 'account/no-unaccounted-field'],
  stages: (stages) => {
    const attempts = new WeakMap<Buffer, number>()
    return {
      ...stages,
      aim: (call, target) => {
        const aimed = stages.aim(call, target)
        const tried = attempts.get(call.bytes) ?? 0
        attempts.set(call.bytes, tried + 1)
        if (tried === 0 || !('messages' in aimed.body)) return aimed
        const note = { role: 'user', content: 'Please try again.' }
        return { ...aimed, body: { ...aimed.body, messages: [...objectsIn(aimed.body['messages']), note] } }
      },
    }
  },
}

const fallbackKeepsAccount: Defect = {
  id: 'fallback-keeps-account',
  title: 'The account of the target that failed is named to the fallback.',
  sources: ['BerriAI/litellm#24764', 'BerriAI/litellm#28238'],
  trips: ['call/fallback-apart', 'leak/canary-upstream', 'header/no-stray'],
  stages: (stages) => {
    const accounts = new WeakMap<Buffer, string>()
    return {
      ...stages,
      address: (call) => {
        const addressed = stages.address(call)
        const account = accounts.get(call.bytes) ?? call.route.accountId
        if (account === undefined) return addressed
        accounts.set(call.bytes, account)
        const headers = { ...addressed.target.headers, 'chatgpt-account-id': account }
        return { ...addressed, target: { ...addressed.target, headers } }
      },
    }
  },
}

const fallbackForgetsDrop: Defect = {
  id: 'fallback-forgets-drop',
  title: 'The drop list holds for the first target alone.',
  sources: ['BerriAI/litellm#19225'],
  trips: ['account/drop-honoured'],
  stages: (stages) => changingFallback(stages, (call) => ({ ...call, route: { ...call.route, dropPaths: [] } })),
}

const fallbackForgetsSettings: Defect = {
  id: 'fallback-forgets-settings',
  title: 'Defaults and headers that the operator set for the route do not reach the fallback.',
  sources: ['BerriAI/litellm#20373', 'BerriAI/litellm#27410'],
  trips: ['header/forwarded', 'expect/upstream'],
  stages: (stages) =>
    changingFallback(stages, (call) => ({ ...call, route: { ...call.route, defaults: {}, forwardHeaders: [] } })),
}

/** Of each alias the target that answered last. */
const fallbackSticks: Defect = {
  id: 'fallback-sticks',
  title: 'A route that fell back once goes to the fallback from then on.',
  sources: ['The-PR-Agent/pr-agent#2928'],
  trips: ['reply/text'],
  stages: (stages) => {
    const last = new Map<string, TargetConfig>()
    return {
      ...stages,
      targets: (call) => {
        const found = last.get(call.route.alias)
        return found === undefined ? stages.targets(call) : [found, ...stages.targets(call)]
      },
      aim: (call, target) => {
        if (target !== call.route) last.set(call.route.alias, target)
        return stages.aim(call, target)
      },
    }
  },
}

const fallbackRenamesModel: Defect = {
  id: 'fallback-renames-model',
  title:
    "The fallback's model is written into the settings of the route, and the next call asks its own provider for it.",
  sources: ['BerriAI/litellm#28251'],
  trips: ['call/fallback-apart'],
  stages: (stages) => {
    const renamed = new Map<string, string>()
    return {
      ...stages,
      aim: (call, target) => {
        const aimed = stages.aim(call, target)
        if (target !== call.route) renamed.set(call.route.alias, target.model)
        return { ...aimed, route: { ...aimed.route, model: renamed.get(call.route.alias) ?? aimed.route.model } }
      },
    }
  },
}

/** What a second attempt takes over from the first, or forgets, and what stays of it afterwards. */
export const fallbackDefects: readonly Defect[] = [
  fallbackKeepsModel,
  fallbackKeepsKey,
  fallbackCarriesFirst,
  fallbackLosesOptions,
  retryAddsToMessages,
  fallbackKeepsAccount,
  fallbackForgetsDrop,
  fallbackForgetsSettings,
  fallbackSticks,
  fallbackRenamesModel,
]
