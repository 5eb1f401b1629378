import type { ExchangeView } from '../run-report.ts'
import { counted } from '../text.ts'
import { eventsOf, isEventStream, readableBody } from './body-text.ts'
import { html, type Markup, nothing } from './markup.ts'

/** Both sides of a case: what the client sent beside what arrived, then what came back. */
export function exchangesSection(exchanges: readonly ExchangeView[]): Markup {
  if (exchanges.length === 0) return nothing
  return html`
<details class="first"><summary>Requests, side by side</summary><div class="sides">${exchanges.map(requestSide)}</div></details>
<details><summary>Replies and wire frames</summary><div class="sides">${exchanges.map(replySide)}</div></details>`
}

function requestSide({ hop, request, requestHeaders, requestBody }: ExchangeView): Markup {
  return html`<div><h4>${hop} ${request}</h4><pre tabindex="0">${readableBody(requestBody)}</pre>${headersTable(requestHeaders)}</div>`
}

function replySide(exchange: ExchangeView): Markup {
  const { hop, request, status, replyHeaders = [], replyBody } = exchange
  if (status === undefined || replyBody === undefined) return html`<div><h4>${hop} ${request}: no reply</h4></div>`
  const body = isEventStream(replyHeaders, replyBody)
    ? eventList(replyBody)
    : html`<pre tabindex="0">${readableBody(replyBody)}</pre>`
  return html`<div><h4>${hop} ${request} → ${status}</h4>${body}${framesTable(exchange)}${headersTable(replyHeaders)}</div>`
}

function eventList(body: string): Markup {
  const { shown, left } = eventsOf(body)
  const rows = shown.map((event, index) => html`<div class="event"><span>${index}</span><div>${event}</div></div>`)
  const rest =
    left === 0 ? nothing : html`<div class="event"><span>…</span><div>${counted(left, 'more event')}</div></div>`
  return html`<pre tabindex="0">${rows}${rest}</pre>`
}

/** When which bytes came: what a gateway holds back shows here. */
function framesTable({ replyFrames = [] }: ExchangeView): Markup {
  if (replyFrames.length < 2) return nothing
  const rows = replyFrames.map(
    ({ at, size }, index) => html`<tr><td>${index}</td><td>${at} ms</td><td>${size}</td></tr>`,
  )
  return html`
<details><summary>${counted(replyFrames.length, 'wire frame')}</summary><table class="mono"><thead><tr><th>frame</th><th>after</th><th>bytes</th></tr></thead><tbody>${rows}</tbody></table></details>`
}

function headersTable(headers: ExchangeView['requestHeaders']): Markup {
  if (headers.length === 0) return nothing
  const rows = headers.map(
    ([name, value]) => html`<tr><td class="mono">${name}</td><td class="mono">${value}</td></tr>`,
  )
  return html`
<details><summary>${counted(headers.length, 'header')}</summary><table><tbody>${rows}</tbody></table></details>`
}
