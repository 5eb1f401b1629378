import type { PlannedRoute, UpstreamPlan, VirtualUser } from '../../../src/gateways/adapter.ts'

export function route(changes: Partial<PlannedRoute> = {}): PlannedRoute {
  return {
    alias: 'route-1',
    provider: 'openai',
    upstream: 'chat-completions',
    client: 'chat-completions',
    model: 'gpt-5.2',
    baseUrl: 'http://127.0.0.1:4010/~t1/v1',
    apiKey: 'sk-provider-t1',
    drop: [],
    defaults: {},
    forwardHeaders: [],
    retries: 0,
    fallbacks: [],
    ...changes,
  }
}

export const alice: VirtualUser = {
  key: 'sk-alice',
  userId: 'user-alice',
  email: 'alice@example.test',
  teamId: 'team-1',
  teamAlias: 'team one',
  orgId: 'org-1',
  keyAlias: 'key of alice',
  endUserId: 'end-user-1',
}

export function plan(changes: Partial<UpstreamPlan> = {}): UpstreamPlan {
  return { routes: [route()], users: [alice], masterKey: 'sk-master', ...changes }
}
