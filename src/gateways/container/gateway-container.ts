import type { Readable } from 'node:stream'
import { GenericContainer, getContainerRuntimeClient, type WaitStrategy } from 'testcontainers'
import { engineCause } from '../../testcontainers/engine-cause.ts'
import { startFault } from '../../testcontainers/start-fault.ts'
import { type OutputRing, outputRing } from '../process/output-ring.ts'
import { becomeReady, type Runner, type Supervised, supervise } from '../process/supervise.ts'
import { type ContainerPlan, containerFolder } from './container-plan.ts'
import { checkEngine, type Engine } from './engine.ts'

const outputBytes = 256 * 1024
/** How long the gateway has after the engine has asked it to end. */
const graceSeconds = 5

/**
 * Starts a gateway in a container on the network of this machine: it listens on 127.0.0.1 and reaches the fakes there, as a
 * program would, and nobody else reaches either. Resolves when the gateway is ready. Aborting `signal` stops it, before
 * and after that; where it ends, the container is removed.
 * @throws Fault E_CONTAINER_ENGINE | E_CONTAINER_IMAGE | E_CONTAINER_NOT_READY | E_GATEWAY_DIED | E_GATEWAY_NOT_READY
 * @throws the reason of `signal`
 */
export async function startGatewayContainer(plan: ContainerPlan, signal: AbortSignal): Promise<Supervised> {
  signal.throwIfAborted()
  const runner = await startContainer(plan)
  const gateway = supervise(plan.name, runner, signal)
  try {
    signal.throwIfAborted()
    await becomeReady(plan.name, plan.readiness, runner, signal)
    return gateway
  } catch (cause) {
    await gateway[Symbol.asyncDispose]()
    throw cause
  }
}

async function startContainer({ args, environment, files, image, install }: ContainerPlan): Promise<Runner> {
  const ring = outputRing(outputBytes)
  const container = new GatewayContainer(image)
    .withNetworkMode('host')
    .withEnvironment({ ...environment })
    .withCopyContentToContainer(
      Object.entries(files).map(([name, content]) => ({ content, target: `${containerFolder}/${name}`, mode: 0o444 })),
    )
    .withWaitStrategy(noWait)
    .withLogConsumer((stream) => read(stream, ring))
  if (args.length > 0) container.withCommand([...args])
  try {
    const engine = await checkEngine(await getContainerRuntimeClient())
    await container.start()
    return runnerOf(engine, container.createdId, ring)
  } catch (cause) {
    await removeContainer(container.createdId)
    throw startFault(image, await engineCause(cause), linesOf(ring), install)
  }
}

/** Keeps the id from the moment on at which there is something to remove. */
class GatewayContainer extends GenericContainer {
  createdId: string | undefined

  protected override async containerCreated(id: string): Promise<void> {
    this.createdId = id
  }
}

/** It is watched from outside, as a program is: what it says when it ends too early is lost on the engine's own waits. */
const noWait: WaitStrategy = {
  waitUntilReady: async () => {},
  withStartupTimeout: () => noWait,
  isStartupTimeoutSet: () => true,
  getStartupTimeout: () => 0,
}

function read(stream: Readable, ring: OutputRing): void {
  stream.on('data', (piece: Buffer | string) => ring.write(Buffer.from(piece)))
}

function linesOf(ring: OutputRing): readonly string[] {
  return ring
    .text()
    .split('\n')
    .filter((line) => line !== '')
}

function runnerOf({ container: containers }: Engine, id = '', ring: OutputRing): Runner {
  const container = containers.getById(id)
  const ended = container.wait().then(
    async () => endOf((await container.inspect()).State),
    () => 'was lost: its engine does not tell of it any more',
  )
  let stopping: Promise<void> | undefined
  const stop = async () => {
    await container.stop({ t: graceSeconds }).catch(() => undefined)
    await removeContainer(id)
  }
  return {
    output: ring.text,
    ended: ended.catch(() => 'was removed by somebody else'),
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

interface EndState {
  readonly ExitCode: number
  readonly OOMKilled: boolean
}

const killed = 137

function endOf({ ExitCode, OOMKilled }: EndState): string {
  if (OOMKilled) return 'was ended for want of memory'
  return ExitCode === killed ? 'was ended by SIGKILL' : `ended with exit code ${ExitCode}`
}

/** An engine that cannot start a container leaves it behind as created. */
async function removeContainer(id: string | undefined): Promise<void> {
  if (id === undefined) return
  const { container: containers } = await getContainerRuntimeClient()
  // It may be gone already, and whoever waits is told of the first fault, not of this one.
  await containers
    .getById(id)
    .remove({ force: true, v: true })
    .catch(() => undefined)
}
