import { withChatDefaults } from '../bridge/chat-defaults.ts'
import { isBridged, type RoutedCall } from '../call.ts'

/** Makes the client surface's defaults explicit before another surface's would apply. What the operator drops, goes after that. */
export function spellOut(call: RoutedCall): RoutedCall {
  const isFromChat = isBridged(call) && call.surface === 'chat-completions'
  return isFromChat ? { ...call, body: withChatDefaults(call.body) } : call
}
