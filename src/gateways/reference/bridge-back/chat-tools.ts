import {
  into,
  keep,
  type Rewrite,
  type Rewrites,
  rewriteList,
  rewriteTagged,
  type TaggedRewrites,
  unlessNull,
} from '../bridge/rewrite.ts'
import type { JsonObject } from '../json.ts'

/** Chat keeps what describes a tool one level deeper. Tools that the provider itself runs have no counterpart. */
const tools: TaggedRewrites = {
  function: {
    type: keep,
    name: into('function', 'name'),
    description: unlessNull(into('function', 'description')),
    parameters: unlessNull(into('function', 'parameters')),
    strict: into('function', 'strict'),
  },
  custom: {
    type: keep,
    name: into('custom', 'name'),
    description: unlessNull(into('custom', 'description')),
    format: unlessNull(formatOfCustomTool),
  },
}

const customFormats: TaggedRewrites = {
  text: { type: keep },
  grammar: { type: keep, syntax: into('grammar', 'syntax'), definition: into('grammar', 'definition') },
}

const namedTools: Readonly<Record<'function' | 'custom', Rewrites>> = {
  function: { type: keep, name: into('function', 'name') },
  custom: { type: keep, name: into('custom', 'name') },
}

const toolChoices: TaggedRewrites = {
  ...namedTools,
  allowed_tools: {
    type: keep,
    mode: into('allowed_tools', 'mode'),
    tools: (value, { at, lost }) => ({ allowed_tools: { tools: rewriteList(value, namedTools, at, lost) } }),
  },
}

export const chatTools: Rewrite = (value, { name, at, lost }) => ({ [name]: rewriteList(value, tools, at, lost) })

export const chatToolChoice: Rewrite = (value, { name, at, lost }) => {
  if (typeof value === 'string') return { [name]: value }
  const choice = rewriteTagged(value, toolChoices, at, lost)
  return choice ? { [name]: choice } : {}
}

/** Chat refuses an empty list, and settings of tools that there are none of. Those that are its defaults go with it. */
export function withoutIdleToolSettings(request: JsonObject): JsonObject {
  const { tools: declared, tool_choice: choice, parallel_tool_calls: parallel, ...rest } = request
  if (Array.isArray(declared) && declared.length > 0) return request
  return {
    ...rest,
    ...(choice !== undefined && choice !== 'auto' && { tool_choice: choice }),
    ...(parallel !== undefined && parallel !== true && { parallel_tool_calls: parallel }),
  }
}

function formatOfCustomTool(value: unknown, { name, at, lost }: Parameters<Rewrite>[1]): ReturnType<Rewrite> {
  const format = rewriteTagged(value, customFormats, at, lost)
  return format ? { custom: { [name]: format } } : {}
}
