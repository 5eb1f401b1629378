import type { ContainerRuntimeClient } from 'testcontainers'
import { Fault } from '../../contract/fault.ts'

export type Engine = Pick<ContainerRuntimeClient, 'container'>

const here = /^(?:localhost|127(?:\.\d{1,3}){3}|::1)$/

/**
 * A container on the network of its host reaches the fakes only where that host is this machine.
 * @throws Fault E_CONTAINER_ENGINE
 */
export function checkEngine<Client extends Pick<ContainerRuntimeClient, 'info'>>(client: Client): Client {
  const { host } = client.info.containerRuntime
  if (here.test(host)) return client
  throw new Fault('E_CONTAINER_ENGINE', `the container engine runs on ${host}, from where no fake can be reached`, {
    hint: 'Use an engine of this machine: unset DOCKER_HOST, or run watertight where the engine is.',
  })
}
