import { isBridged, type RoutedCall, type TranslatedCall } from '../call.ts'
import { codexRequest } from '../codex/request.ts'
import { unsupported } from '../refusal.ts'

/**
 * What one provider alone demands of a request of its surface.
 * @throws GatewayRefusal 400 for a field it does not take, unless the operator chose to drop those
 */
export function fitProvider(call: TranslatedCall): TranslatedCall {
  if (call.route.provider !== 'codex') return call
  const { request, lost } = codexRequest(call.sent)
  const named = lost.map((field) => clientName(field, call))
  if (named.length > 0 && call.gateway.config.onUnsupported === 'refuse') {
    throw unsupported(
      named,
      `The model '${call.route.alias}' is served by the back end of Codex, which does not take it.`,
    )
  }
  return { ...call, sent: request, dropped: [...call.dropped, ...named] }
}

/** The fields that the bridge from Chat gives another name. */
const chatNames: Readonly<Record<string, readonly string[]>> = {
  max_output_tokens: ['max_completion_tokens', 'max_tokens'],
}

function clientName(field: string, call: RoutedCall): string {
  if (!isBridged(call)) return field
  return chatNames[field]?.find((name) => call.body[name] != null) ?? field
}
