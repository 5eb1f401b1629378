import type { Refusal } from '../../src/contract/contract.ts'
import { envelope as richEnvelope } from '../openai/envelope.ts'
import { filteredResults } from './content-filter.ts'

/** The gateway's own form, the one with the filter's findings, and OpenAI's for what the engine says. */
export function envelope(refusal: Refusal): object {
  const { rule, status, message, code } = refusal
  if (rule === 'azure-openai/filtered-prompt') return filteredPrompt(refusal)
  if (refusal.envelope !== 'flat') return richEnvelope(refusal)
  return code === null ? { statusCode: status, message } : { error: { code, message } }
}

/** openai/openai-dotnet#55 */
function filteredPrompt({ status, message, code }: Refusal): object {
  const innererror = { code: 'ResponsibleAIPolicyViolation', content_filter_result: filteredResults }
  return { error: { message, type: null, param: 'prompt', code, status, innererror } }
}
