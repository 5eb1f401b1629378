/** File names beside the configuration, as the hook and the configuration refer to them. */
export const authHookFile = 'watertight_auth.py'
export const authHookFunction = 'watertight_auth.authenticate'
export const callersFile = 'callers.json'

/**
 * LiteLLM's `custom_auth` hook: gives a caller the identity that LiteLLM otherwise reads from its database. It is the one
 * module of ours that LiteLLM loads.
 * Kept as text, because only TypeScript is compiled into the package.
 */
export const authHook: string = `import json
from pathlib import Path

import litellm
from litellm.proxy._types import ProxyException, UserAPIKeyAuth

CALLERS = json.loads(Path(__file__).with_name("${callersFile}").read_text())

# A case has a deployment of its own. LiteLLM keeps the HTTP clients of 200, and 1.81.7 closes those of the others in use.
litellm.in_memory_llm_clients_cache.max_size_in_memory = 100_000


async def authenticate(request, api_key):
    fields = CALLERS.get(api_key)
    if fields is None:
        raise ProxyException(message="Unknown key", type="auth_error", param="api_key", code=401)
    return UserAPIKeyAuth(api_key=api_key, **fields)
`
