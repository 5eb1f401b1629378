/** What a grid needs besides the style sheet of every page. */
export const gridStyle = `
body.side-by-side { max-width: 110rem; }
.caveat { max-width: 60rem; }
.wide { margin: .5rem 0 1rem; }
table.figures { width: auto; min-width: min(100%, 40rem); }
table.figures th, table.figures td { padding: .22rem .9rem .22rem 0; white-space: nowrap; }
table.figures tbody th, table.figures tfoot th { font-weight: 500; color: var(--text); }
table.figures tfoot th, table.figures tfoot td { border-bottom: 0; font-weight: 600; }
table.figures td.prose { white-space: normal; min-width: 22rem; max-width: 60rem; }
table.figures code { font-size: 12.5px; }
.grid thead th { position: sticky; top: 0; z-index: 1; background: var(--ground); }
.grid tbody tr:hover > * { background: var(--raised); }
.grid tr.family-head th { padding-top: 1rem; font-weight: 700; color: var(--faint); background: var(--ground); }
.part { display: inline-block; margin-right: .55rem; font-variant-numeric: tabular-nums; }
.worst { font-size: .8rem; }
.legend { display: flex; flex-wrap: wrap; gap: .2rem 1.4rem; padding: 0; margin: .25rem 0 .75rem; list-style: none; color: var(--faint); }
.gateway { scroll-margin-top: 1rem; }
.name { display: inline-block; padding: 0 .4rem; border-radius: 4px; background: var(--raised); border: 1px solid var(--line); font-size: .85rem; }
.finding details { margin-top: .2rem; }
.finding summary { font-weight: 400; color: var(--faint); font-size: .9rem; }
.finding code { overflow-wrap: anywhere; }
article { content-visibility: auto; contain-intrinsic-size: auto 16rem; }
@media (max-width: 60rem) { .wide { overflow-x: auto; } .grid thead th { position: static; } }
`
