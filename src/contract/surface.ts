/** An API shape that gateways bridge between. */
export const surfaces = ['chat-completions', 'responses', 'embeddings'] as const
export type Surface = (typeof surfaces)[number]

/** A back end whose contract we hold. */
export const providerIds = ['openai', 'azure-openai', 'codex'] as const
export type ProviderId = (typeof providerIds)[number]
