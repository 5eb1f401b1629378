// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders of templates look like that
import { expect, test } from 'vitest'
import { render, renderLines } from '../../../../src/gateways/process/definition/render.ts'

const route = { alias: 'a', upstream: 'responses', drop: ['stop'], retries: 2, fallbacks: [{ number: 1, model: 'm' }] }
const scope = { port: 4000, routes: [route, { ...route, alias: 'b', upstream: 'chat-completions' }], users: [] }

test('a placeholder within a text is filled in', () => {
  expect(render('127.0.0.1:${port}', scope)).toBe('127.0.0.1:4000')
})

test('a placeholder alone keeps the type of its value', () => {
  expect(render(['${port}', '${route.drop}'], { ...scope, route })).toEqual([4000, ['stop']])
})

test('a text with an absent value is absent, and what is absent is left out', () => {
  const template = { a: '${route.api-version}', b: '?v=${route.api-version}', c: ['${route.api-version}', 1] }
  expect(render(template, { ...scope, route })).toEqual({ c: [1] })
})

test('one more dollar sign means the text itself, in texts and in names', () => {
  expect(render({ $$schema: '$${port} costs $5' }, scope)).toEqual({ $schema: '${port} costs $5' })
})

test('a list has one element for each route', () => {
  expect(render({ $each: 'routes', $value: { name: '${route.alias}' } }, scope)).toEqual([{ name: 'a' }, { name: 'b' }])
})

test('what is made for each route inside a list stands among its elements', () => {
  expect(render(['first', { $each: 'routes', $value: '${route.alias}' }], scope)).toEqual(['first', 'a', 'b'])
})

test('with a key it is a map', () => {
  const template = { $each: 'routes', $key: '${route.alias}', $value: '${route.retries}' }
  expect(render(template, scope)).toEqual({ a: 2, b: 2 })
})

test('one case is chosen, else the other, else it is left out', () => {
  const $value = { $by: 'route.upstream', $cases: { responses: '${route.alias}' } }
  expect(render({ $each: 'routes', $value }, scope)).toEqual(['a'])
  expect(render({ $each: 'routes', $value: { ...$value, $else: 'other' } }, scope)).toEqual(['a', 'other'])
})

test('members of a map are taken in, and own members win', () => {
  const defaults = { top_p: 1, n: 2 }
  expect(render({ n: 1, '<<': '${route.defaults}' }, { ...scope, route: { ...route, defaults } })).toEqual({
    top_p: 1,
    n: 1,
  })
})

test('fallbacks of a route are gone through below it', () => {
  const $value = { $each: 'route.fallbacks', $value: '${route.alias}-${target.number}' }
  expect(render({ $each: 'routes', $value }, scope)).toEqual(['a-1', 'b-1'])
})

test('lines stand one below the other, each with one end', () => {
  const template = ['events {}\n', { $each: 'routes', $value: ['location ${route.alias};', 'more;'] }, '}']
  expect(renderLines(template, scope)).toBe('events {}\nlocation a;\nmore;\nlocation b;\nmore;\n}\n')
  expect(renderLines('one\ntwo\n', scope)).toBe('one\ntwo\n')
})
