import type { ErrorPage, HeaderPair } from '../../src/fake-kit/dialect.ts'

interface EdgePage {
  readonly page: ErrorPage
  readonly headers: readonly HeaderPair[]
}

const server: HeaderPair = ['server', 'cloudflare']

/** What the network in front of the back end says instead of it: openai/codex#8516, #4284, #9278. */
const pages: Readonly<Record<string, EdgePage>> = {
  'codex/challenge': {
    page: htmlPage('Just a moment...', 'Enable JavaScript and cookies to continue'),
    headers: [server, ['cf-mitigated', 'challenge']],
  },
  'codex/blocked': {
    page: htmlPage('Attention Required! | Cloudflare', 'Sorry, you have been blocked'),
    headers: [server],
  },
  'codex/forbidden': { page: { contentType: undefined, text: '' }, headers: [server] },
}

/** `undefined`: the rule is one of the back end. */
export function edgePage(rule: string): EdgePage | undefined {
  return pages[rule]
}

function htmlPage(title: string, text: string): ErrorPage {
  return {
    contentType: 'text/html; charset=UTF-8',
    text: `<!DOCTYPE html><html lang="en-US"><head><title>${title}</title></head><body><h1>${text}</h1></body></html>\n`,
  }
}
