import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { serveOptions } from '../../src/cli/commands.ts'
import { environmentArguments } from '../../src/cli/environment-options.ts'
import { packagePath } from '../../src/contract/package-path.ts'
import { providerIds } from '../../src/contract/surface.ts'
import { controlPort, portOf, type ServeSettings, serveEnvironment } from '../../src/testcontainers/serve-settings.ts'

const dockerfile = readFileSync(packagePath('Dockerfile'), 'utf8')

test('the image serves every provider and the control port where the container looks for them', () => {
  const served = providerIds.map((provider) => `${provider}=${portOf(provider)}`)
  expect(dockerfile).toContain(`WATERTIGHT_PROVIDER="${served.join(' ')}"`)
  expect(dockerfile).toContain(`WATERTIGHT_CONTROL_PORT=${controlPort}`)
  expect(dockerfile).toContain(`EXPOSE ${[controlPort, ...providerIds.map(portOf)].join(' ')}`)
})

test('settings are what serve reads from its environment', () => {
  const settings: ServeSettings = {
    providers: ['codex', 'openai'],
    level: 'schema',
    limits: new Map([
      [
        'openai',
        [
          { of: 'requests', limit: 2, windowMs: 1000 },
          { of: 'tokens', limit: 9, windowMs: 5 },
        ],
      ],
    ]),
    apiKey: 'sk-x',
    journal: true,
  }
  expect(environmentArguments(serveOptions, [], serveEnvironment(settings))).toEqual([
    '--provider=codex=4012',
    '--provider=openai=4010',
    '--level=schema',
    '--limit=openai=requests:2/1000ms,tokens:9/5ms',
    '--api-key=sk-x',
    '--control-port=4000',
    '--journal=/journal/journal.sqlite',
    '--json',
  ])
})

test('the label of the image names the version of the package', () => {
  const { version } = JSON.parse(readFileSync(packagePath('package.json'), 'utf8'))
  expect(dockerfile).toContain(`ARG VERSION=${version}\n`)
})
