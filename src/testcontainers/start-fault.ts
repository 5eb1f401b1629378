import { Fault } from '../contract/fault.ts'

const shownLines = 10

interface Cause {
  readonly code: string
  readonly fits: RegExp
  readonly message: (image: string) => string
  readonly hint: (image: string, install: string) => string
}

/** By the engine's words; the first that fits. */
const causes: readonly Cause[] = [
  {
    code: 'E_CONTAINER_ENGINE',
    fits: /container runtime strategy|is no address that can be asked|does not answer: |answers \d+ |ECONNREFUSED|docker\.sock|client version .* is too (?:old|new)/i,
    message: () => 'no container engine can be used',
    hint: () =>
      'Start Docker 20.10 or newer, or another engine like it, and set DOCKER_HOST where it is not at its usual place.',
  },
  {
    code: 'E_CONTAINER_IMAGE',
    fits: /does not exist locally|pull access denied|manifest unknown|no such image|not found.*manifest|\(HTTP code 404\).*image|Get "https?:/i,
    message: (image) => `there is no image ${image}`,
    hint: (_, install) => install,
  },
  {
    code: 'E_CONTAINER_PORT',
    fits: /port is already allocated|address already in use|ports are not available/i,
    message: () => 'a port of the host is taken',
    hint: () => 'Leave the host port out, so that a free one is taken, or end what listens there.',
  },
]

/**
 * Why there is no container, as a person reads it. What is a fault already stays as it is.
 * @param lines what the container has said
 * @param install how to get the image, as an imperative sentence
 */
export function startFault(image: string, cause: unknown, lines: readonly string[], install: string): Fault {
  if (cause instanceof Fault) return cause
  const text = cause instanceof Error ? cause.message : String(cause)
  const known = causes.find(({ fits }) => fits.test(text))
  if (known !== undefined) {
    return new Fault(known.code, `${known.message(image)}: ${text}`, { hint: known.hint(image, install), cause })
  }
  const said = lines.slice(-shownLines).map((line) => `  ${line}`)
  const words = said.length === 0 ? `: ${text}` : `. It said:\n${said.join('\n')}`
  return new Fault('E_CONTAINER_NOT_READY', `the container of ${image} did not get ready${words}`, {
    hint: 'Mend what it says; the container is removed.',
    cause,
  })
}
