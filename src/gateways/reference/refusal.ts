/** The `error` member of an OpenAI-shaped error reply. */
export interface ErrorObject {
  readonly message: string
  readonly type: string
  readonly param: string | null
  readonly code: string | null
}

/** What the gateway itself says no to, in the shape OpenAI's clients understand. Names nothing but what the client sent. */
export class GatewayRefusal extends Error {
  override readonly name = 'GatewayRefusal'
  readonly status: number
  readonly error: ErrorObject

  constructor(status: number, error: Partial<ErrorObject> & Pick<ErrorObject, 'message'>) {
    super(error.message)
    this.status = status
    this.error = { type: status < 500 ? 'invalid_request_error' : 'api_error', param: null, code: null, ...error }
  }
}

export function wrongKey(): GatewayRefusal {
  return new GatewayRefusal(401, {
    message: 'The gateway does not know this key. Send one of its keys as Authorization: Bearer KEY.',
    code: 'invalid_api_key',
  })
}

export function malformed(message: string, param: string | null = null): GatewayRefusal {
  return new GatewayRefusal(400, { message, param })
}

export function unknownModel(alias: string): GatewayRefusal {
  return new GatewayRefusal(404, {
    message: `The gateway serves no model '${alias}'. GET /v1/models lists those it does.`,
    param: 'model',
    code: 'model_not_found',
  })
}

/** @param fields in the client's terms, at least one */
export function unsupported(fields: readonly string[], because: string): GatewayRefusal {
  const names = fields.map((field) => `'${field}'`).join(', ')
  return new GatewayRefusal(400, {
    message: `Unsupported parameter: ${names}. ${because}`,
    param: fields[0] ?? null,
    code: 'unsupported_parameter',
  })
}

/** The provider did not do its part. The cause stays inside: it may name addresses. */
export function providerFailed(message: string, code: string): GatewayRefusal {
  return new GatewayRefusal(502, { message, code })
}
