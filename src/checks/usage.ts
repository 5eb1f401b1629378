import { parsedJson } from '../capture/body.ts'
import type { UsageView } from '../capture/reply-view/content.ts'
import { isRecord, valueAt } from '../contract/pointer.ts'
import { type Answer, contentCheck } from './answered.ts'
import type { Check } from './check.ts'

const counts: readonly (readonly [keyof UsageView, words: string])[] = [
  ['input', 'input tokens'],
  ['cachedInput', 'cached input tokens'],
  ['output', 'output tokens'],
  ['reasoning', 'reasoning tokens'],
  ['total', 'tokens in all'],
]

export const replyUsage: Check = contentCheck({
  id: 'reply/usage',
  title: "The usage is the provider's, count by count",
  concerns: (answer, { surfaces }) =>
    answer.said?.view.usage !== undefined && (answer.view.usage !== undefined || isDue(answer, surfaces.client)),
  differs: ({ view, said }) => {
    const wanted = said?.view.usage
    if (wanted === undefined) return undefined
    if (view.usage === undefined) return `there is no usage, the provider counted ${wanted.total} tokens`
    const { usage } = view
    const wrong = counts.filter(([count]) => isOther(usage[count], wanted[count]))
    if (wrong.length === 0) return undefined
    return wrong
      .map(([count, words]) => `${words}: ${usage[count] ?? 'none'}, the provider counted ${wanted[count]}`)
      .join('; ')
  },
})

/** A Chat stream tells the usage to a client that asks for it, every other answer to all. */
function isDue({ client, view }: Answer, surface: string): boolean {
  return !view.streamed || surface !== 'chat-completions' || asksForUsage(client.request.body)
}

/** @param bytes of a chat request */
export function asksForUsage(bytes: Buffer): boolean {
  const body = parsedJson(bytes)
  return isRecord(body) && valueAt(body, '/stream_options/include_usage') === true
}

/** A count of nothing may be left out. */
function isOther(got: number | undefined, wanted: number | undefined): boolean {
  return wanted !== undefined && got !== wanted && !(wanted === 0 && got === undefined)
}
