import { Fault } from '../../contract/fault.ts'
import type { UpstreamPlan } from '../adapter.ts'
import { render } from '../process/definition/render.ts'
import { textMembers } from '../process/definition/values.ts'
import { freePort } from '../process/free-port.ts'
import { configurationValues, filesOf, readinessAt, type Setting } from '../process/setting.ts'
import type { Supervised } from '../process/supervise.ts'
import { type ContainerPlan, containerFolder } from './container-plan.ts'

export interface StartedImage {
  readonly origin: string
  readonly gateway: Supervised
  /** The tag or the digest of its image; absent where the gateway tells its version itself. */
  readonly version: string | undefined
}

/**
 * Starts the image of a gateway with the files of this plan and waits until it is ready.
 * @throws Fault E_CONTAINER_PEER | E_GATEWAY_PORT and those of `startGatewayContainer`
 */
export async function startImage(
  setting: Setting,
  image: string,
  plan: UpstreamPlan,
  signal: AbortSignal,
): Promise<StartedImage> {
  const { startGatewayContainer } = await withPeer(() => import('./gateway-container.ts'))
  const { port } = setting.definition
  const origin = `http://127.0.0.1:${await freePort(port === undefined ? undefined : [port])}`
  const gateway = await startGatewayContainer(containerPlan(setting, image, origin, plan), signal)
  return { origin, gateway, version: setting.definition.version === undefined ? versionOfImage(image) : undefined }
}

function containerPlan(setting: Setting, image: string, origin: string, plan: UpstreamPlan): ContainerPlan {
  const { definition, name } = setting
  const { command = [], environment, install, ready } = definition
  const scope = configurationValues(setting, origin, containerFolder, plan)
  return {
    name,
    image,
    args: command.map((word) => String(render(word, scope) ?? '')),
    environment: textMembers(render(environment, scope)),
    files: filesOf(definition, scope),
    readiness: readinessAt(origin, ready),
    install: typeof install === 'string' ? install : `Pull it with docker pull ${image}, or build it.`,
  }
}

/** `1.2.3` of `registry:5000/gateway:1.2.3`; a digest where it is pinned by one. */
export function versionOfImage(image: string): string {
  const [name = '', digest] = image.split('@', 2)
  if (digest !== undefined) return digest
  const last = name.slice(name.lastIndexOf('/') + 1)
  return last.includes(':') ? last.slice(last.indexOf(':') + 1) : 'latest'
}

/**
 * What needs the optional peer dependency.
 * @throws Fault E_CONTAINER_PEER where it is not installed
 */
export async function withPeer<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  try {
    return await load()
  } catch (cause) {
    if (!isMissingPeer(cause)) throw cause
    throw new Fault('E_CONTAINER_PEER', 'a gateway in a container needs the package testcontainers', {
      hint: 'Install it beside watertight: npm install --save-dev testcontainers.',
      cause,
    })
  }
}

function isMissingPeer(cause: unknown): boolean {
  return (
    cause instanceof Error &&
    'code' in cause &&
    cause.code === 'ERR_MODULE_NOT_FOUND' &&
    cause.message.includes("'testcontainers'")
  )
}
