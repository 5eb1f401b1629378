/** A login at ChatGPT that nobody ever had: its token is signed by nobody. */
export interface Login {
  readonly accessToken: string
  /** As Codex keeps it, `auth.json`. */
  readonly file: string
}

const account = '00000000-0000-4000-8000-000000000001'

export function madeUpLogin(): Login {
  const expires = Math.floor(Date.UTC(2100, 0) / 1000)
  const claims = {
    email: 'nobody@example.com',
    exp: expires,
    'https://api.openai.com/auth': {
      chatgpt_account_id: account,
      chatgpt_plan_type: 'pro',
      chatgpt_user_id: 'user-nobody',
    },
  }
  const token = [{ alg: 'none', typ: 'JWT' }, claims].map(encoded).join('.')
  const accessToken = `${token}.${encoded('nobody')}`
  const tokens = { id_token: accessToken, access_token: accessToken, refresh_token: 'rt-nobody', account_id: account }
  const file = { auth_mode: 'chatgpt', OPENAI_API_KEY: null, tokens, last_refresh: new Date().toISOString() }
  return { accessToken, file: JSON.stringify(file) }
}

function encoded(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
