import { type Command, command, type OperandSpec } from './command.ts'

/** Options of `watertight run`. */
export const runOptions = {
  gateway: {
    type: 'string',
    value: 'ID[@VERSION]|FILE',
    default: 'reference',
    help: 'the gateway under test: gateways list names those that are known, a YAML file describes any other',
  },
  executable: {
    type: 'string',
    value: 'PATH',
    help: 'the gateway to start, where it is a program of its own, or the folder that it is installed in',
  },
  cache: { type: 'string', value: 'DIR', help: 'where gateways install has installed it; as there' },
  fake: {
    type: 'string',
    multiple: true,
    value: 'ID=PORT',
    help: 'a provider and the port of its fake; without it any free one',
  },
  defect: {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'switch a real bug of the reference gateway on; list defects names them',
  },
  case: { type: 'string', multiple: true, value: 'ID', help: 'run this case only, as a report names it' },
  scenarios: { type: 'string', value: 'DIR', help: 'take scenarios from this folder instead of the bundled ones' },
  reporter: {
    type: 'string',
    multiple: true,
    value: 'ID[=FILE]',
    help: 'pretty, json, junit, markdown, sarif or html, into FILE or to standard output; pretty is shown unless another one is',
  },
  seed: { type: 'string', value: 'TEXT', help: 'mint the same secrets and ids again; without it each run has its own' },
  baseline: {
    type: 'string',
    value: 'FILE',
    help: 'what is known of this gateway and fails no more; an entry that the run does not bear out does',
  },
  'write-baseline': {
    type: 'boolean',
    help: 'write what is found into the file of --baseline; reasons and other versions in it stay',
  },
  shard: { type: 'string', value: 'I/N', help: 'run this part of the cases only: 1/4 is the first of four' },
  journal: {
    type: 'string',
    value: 'FILE',
    help: 'keep every exchange, and what is needed to judge them again, in this SQLite file',
  },
  concurrency: { type: 'string', value: 'N', default: '8', help: 'how many cases are under way at once' },
  'no-color': { type: 'boolean', help: 'plain text; also by NO_COLOR, and where the output is no terminal' },
} as const

/** Options of `watertight plan`. */
export const planOptions = {
  gateway: { type: 'string', value: 'FILE', help: 'the YAML file that describes the gateway' },
  seed: { type: 'string', value: 'TEXT', help: 'what keys and names are minted from; the run needs the same' },
  fake: {
    type: 'string',
    multiple: true,
    value: 'ID=PORT',
    help: 'a provider and the port that its fake will have; the run needs the same',
  },
  to: { type: 'string', value: 'DIR', default: '.', help: 'where the files are written' },
  scenarios: { type: 'string', value: 'DIR', help: 'plan scenarios of this folder instead of the bundled ones' },
} as const

/** Options of `watertight merge`. */
export const mergeOptions = {
  reporter: {
    type: 'string',
    multiple: true,
    value: 'ID[=FILE]',
    help: 'as of watertight run',
  },
  'no-color': { type: 'boolean', help: 'plain text; also by NO_COLOR, and where the output is no terminal' },
} as const

/** Options of `watertight grid`. */
export const gridOptions = {
  to: { type: 'string', value: 'FILE', help: 'write the grid as Markdown into this file' },
  html: { type: 'string', value: 'FILE', help: 'write it as one page, with every finding, into this file' },
} as const

/** Options of `watertight judge`. */
export const judgeOptions = {
  case: { type: 'string', multiple: true, value: 'ID', help: 'judge this case only, as a report names it' },
  reporter: {
    type: 'string',
    multiple: true,
    value: 'ID[=FILE]',
    help: 'as of watertight run',
  },
  baseline: {
    type: 'string',
    value: 'FILE',
    help: 'what is known of this gateway and fails no more; an entry that the run does not bear out does',
  },
  'no-color': { type: 'boolean', help: 'plain text; also by NO_COLOR, and where the output is no terminal' },
} as const

/** Options of `watertight diff`. */
export const diffOptions = {
  with: {
    type: 'string',
    multiple: true,
    value: 'PART',
    help: 'compare more than the bodies of provider requests: their headers, or the status and the body of replies',
  },
  json: { type: 'boolean', help: 'one JSON object' },
} as const

/** Options of `watertight serve`. */
export const serveOptions = {
  provider: {
    type: 'string',
    multiple: true,
    value: 'ID[=PORT]',
    help: 'serve this provider only, on this port; without a port on any free one',
  },
  host: { type: 'string', value: 'ADDRESS', default: '127.0.0.1', help: 'the address to listen on' },
  tls: {
    type: 'string',
    value: 'CERT,KEY',
    help: 'HTTPS with these files; self makes a certificate and names the file to trust, for example in NODE_EXTRA_CA_CERTS, SSL_CERT_FILE or CODEX_CA_CERTIFICATE',
  },
  level: {
    type: 'string',
    value: 'LEVEL',
    default: 'real',
    help: 'real: refuse what the provider refuses; schema: by the contract alone; observe: answer 200 and tell',
  },
  limit: {
    type: 'string',
    multiple: true,
    value: 'ID=LIMITS',
    help: 'rate limits of a provider, for example openai=requests:60/1m,tokens:10000/1m; without it there are none',
  },
  'api-key': { type: 'string', value: 'KEY', help: 'the key that the fakes accept; without it one is minted' },
  'control-port': {
    type: 'string',
    value: 'PORT',
    help: 'where the fakes are scripted and the journal is read; without it any free one',
  },
  'no-control': { type: 'boolean', help: 'without a control port; then nothing is kept in memory' },
  journal: { type: 'string', value: 'FILE', help: 'keep every exchange in this SQLite file, too' },
  json: { type: 'boolean', help: 'one JSON object a line, for scripts' },
} as const

/** Options of `watertight gateway`. */
export const gatewayOptions = {
  config: { type: 'string', value: 'FILE', help: 'its configuration, in YAML' },
  defect: {
    type: 'string',
    multiple: true,
    value: 'ID',
    help: 'switch a real bug on; list defects names them',
  },
} as const

/** Options of `watertight gateways`. */
export const gatewaysOptions = {
  cache: {
    type: 'string',
    value: 'DIR',
    help: 'where gateways are installed; without it watertight/gateways in $XDG_CACHE_HOME or ~/.cache',
  },
  json: { type: 'boolean', help: 'one JSON array' },
} as const

/** Options of `watertight list`. */
export const listOptions = {
  scenarios: { type: 'string', value: 'DIR', help: 'list the scenarios of this folder instead of the bundled ones' },
  provider: { type: 'string', value: 'ID', help: 'rules of this provider only' },
  evidence: {
    type: 'string',
    value: 'KIND',
    help: 'rules with this kind of evidence only: recorded, documented, reported or inferred',
  },
  json: { type: 'boolean', help: 'one JSON array' },
} as const

/** Options of `watertight drill`. */
export const drillOptions = {
  defect: { type: 'string', multiple: true, value: 'ID', help: 'this bug only; list defects names them' },
  'whole-suite': {
    type: 'boolean',
    help: 'every case for every bug; without it those that are made after the bug, and others only where these do not show all',
  },
  shard: { type: 'string', value: 'I/N', help: 'this part of the defects only: 1/4 is the first of four' },
  scenarios: { type: 'string', value: 'DIR', help: 'take scenarios from this folder instead of the bundled ones' },
  json: { type: 'boolean', help: 'one JSON object' },
  'no-color': { type: 'boolean', help: 'plain text; also by NO_COLOR, and where the output is no terminal' },
} as const

/** Options of `watertight new`. */
export const newOptions = {
  upstream: {
    type: 'string',
    value: 'PROVIDER/SURFACE',
    default: 'openai/chat-completions',
    help: 'what the gateway has to call',
  },
  client: { type: 'string', value: 'SURFACE', help: 'what the client uses; the same surface unless it is said' },
  source: {
    type: 'string',
    value: 'SOURCE',
    default: 'owner/repo#1',
    help: 'where the bug was seen: owner/repo#n, or an address',
  },
  scenarios: { type: 'string', value: 'DIR', default: 'scenarios', help: 'the folder of scenarios to write into' },
} as const

/** Options of `watertight explain`. */
export const explainOptions = {} as const

/** Which scenarios, wherever some are chosen. */
const patterns: OperandSpec = {
  name: 'PATTERN',
  count: 'any',
  help: 'scenario ids, globs of ids such as bridge/**, or scenario files; none means all',
}

/** Every command. Parsing, help and their tests follow this table. */
export const commands: readonly Command[] = [
  command({
    name: 'run',
    summary: 'Drives a gateway with scenarios and reports every field that it leaks, loses or changes.',
    operand: patterns,
    options: runOptions,
    examples: [
      'run',
      "run 'bridge/**' --gateway litellm --executable ./venv/bin/litellm",
      'run --defect bridge-metadata-leak',
      'run --reporter pretty --reporter junit=report.xml',
    ],
    load: () => import('./run.ts'),
  }),
  command({
    name: 'plan',
    summary: 'Writes the configuration of a gateway that you start yourself, for the run that follows.',
    operand: patterns,
    options: planOptions,
    examples: ['plan --gateway mine.yaml --seed ci --fake openai=4010 --to conf'],
    load: () => import('./plan.ts'),
  }),
  command({
    name: 'merge',
    summary: 'Makes one report of the parts of a suite that ran apart.',
    operand: { name: 'FILE', count: 'any', help: 'JSON reports of run --shard' },
    options: mergeOptions,
    examples: ['merge shard-1.json shard-2.json', 'merge shards/*.json --reporter html=report.html'],
    load: () => import('./merge.ts'),
  }),
  command({
    name: 'grid',
    summary: 'Lays runs of several gateways and versions side by side.',
    operand: { name: 'FILE', count: 'any', help: 'JSON reports of run or merge, one for each version of a gateway' },
    options: gridOptions,
    examples: ['grid litellm.json portkey.json', 'grid reports/*.json --to GRID.md --html grid.html'],
    load: () => import('./grid.ts'),
  }),
  command({
    name: 'judge',
    summary: 'Judges a run again from its journal, without any server.',
    operand: { name: 'FILE', count: 'one', help: 'a journal that run --journal has written; its last run counts' },
    options: judgeOptions,
    examples: [
      'judge journal.sqlite',
      'judge journal.sqlite --reporter html=report.html',
      'judge journal.sqlite --baseline mine.baseline.yaml',
    ],
    load: () => import('./judge.ts'),
  }),
  command({
    name: 'diff',
    summary: 'Compares what a gateway sent in two runs, case by case; seeds and ports may differ.',
    operand: { name: 'BEFORE AFTER', count: 'two', help: 'journals that run --journal has written' },
    options: diffOptions,
    examples: [
      'diff old.sqlite new.sqlite',
      'diff old.sqlite new.sqlite --with headers --with replies',
      'diff a b --json',
    ],
    load: () => import('./diff.ts'),
  }),
  command({
    name: 'drill',
    summary: 'Switches real bugs of the reference gateway on and shows what notices them.',
    operand: patterns,
    options: drillOptions,
    examples: ['drill', 'drill --defect bridge-metadata-leak', "drill --scenarios mine 'own/**'"],
    load: () => import('./drill.ts'),
  }),
  command({
    name: 'serve',
    summary: 'Starts strict fake providers and tells every request that they refuse.',
    options: serveOptions,
    readsEnvironment: true,
    examples: [
      'serve',
      'serve --provider openai=4010',
      'serve --level observe --json',
      'serve --provider codex --tls self',
      'serve --limit openai=requests:60/1m,tokens:10000/1m',
      'serve --control-port 4000 --journal journal.sqlite',
    ],
    load: () => import('./serve.ts'),
  }),
  command({
    name: 'gateway',
    summary: 'Starts the bundled reference gateway.',
    options: gatewayOptions,
    examples: ['gateway --config gateway.yaml', 'gateway --config gateway.yaml --defect bridge-metadata-leak'],
    load: () => import('./gateway.ts'),
  }),
  command({
    name: 'gateways',
    summary: 'Installs gateways to be put to the test, and tells which there are.',
    operand: {
      name: 'WORD',
      count: 'any',
      help: 'list, or install and what to install: NAME, NAME@VERSION, or the YAML file of a gateway',
    },
    options: gatewaysOptions,
    examples: ['gateways list', 'gateways install portkey', 'gateways install litellm@1.81.7 --cache gateways'],
    load: () => import('./gateways.ts'),
  }),
  command({
    name: 'list',
    summary: 'Lists what there is.',
    operand: {
      name: 'SUBJECT',
      count: 'one',
      help: 'scenarios, checks, defects, gateways, providers, rules or coverage',
    },
    options: listOptions,
    examples: ['list scenarios', 'list rules --provider openai --evidence inferred', 'list rules --json'],
    load: () => import('./list.ts'),
  }),
  command({
    name: 'new',
    summary: 'Writes the beginning of a scenario, which runs as it is.',
    operand: { name: 'KIND ID', count: 'two', help: 'scenario, and its id: family and name' },
    options: newOptions,
    examples: [
      'new scenario chat/stop-survives',
      'new scenario bridge/mine --client chat-completions --upstream openai/responses',
    ],
    load: () => import('./new.ts'),
  }),
  command({
    name: 'explain',
    summary: 'Says all that is known about one thing: what it means, and where it comes from.',
    operand: {
      name: 'ID',
      count: 'one',
      help: 'of a rule, a check, a scenario or a defect, as list and reports name it',
    },
    options: explainOptions,
    examples: ['explain openai/metadata-needs-store', 'explain account/no-silent-loss'],
    load: () => import('./explain.ts'),
  }),
]
