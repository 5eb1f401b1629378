/** One style sheet for light and dark; colours are said once, as variables. */
export const styleSheet = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#ffffff, #14171c);
  --raised: light-dark(#f5f6f8, #1c2129);
  --line: light-dark(#d8dce3, #333b47);
  --text: light-dark(#1b1f24, #e4e8ee);
  --faint: light-dark(#5b6470, #9aa4b2);
  --good: light-dark(#1a7f37, #57c26f);
  --bad: light-dark(#c4202f, #ff7b72);
  --warn: light-dark(#9a6700, #e3b341);
  --known: light-dark(#6639ba, #b898ff);
  --link: light-dark(#0a58ca, #79b8ff);
  --mark: light-dark(#ffe3e0, #4b1f22);
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 82rem; padding: 1.5rem 1.25rem 4rem; background: var(--ground); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 2.25rem 0 .75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 .25rem; }
a { color: var(--link); }
code, pre, .mono { font: 13px/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
pre { margin: 0; padding: .6rem .75rem; background: var(--raised); border: 1px solid var(--line); border-radius: 6px; overflow: auto; max-height: 26rem; white-space: pre-wrap; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line); }
th { font-weight: 600; color: var(--faint); }
td.mono, th.mono { overflow-wrap: anywhere; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.faint { color: var(--faint); }
.counts { display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; margin: 1rem 0; list-style: none; }
.counts li { padding: .35rem .8rem; border: 1px solid var(--line); border-radius: 6px; background: var(--raised); }
.counts b { font-size: 1.15rem; margin-right: .3rem; }
.notes { padding-left: 1.1rem; }
.passed { color: var(--good); } .failed { color: var(--bad); } .untestable { color: var(--warn); }
.known { color: var(--known); } .not-applicable { color: var(--faint); }
.family { margin: 0 0 .9rem; }
.family h3 { margin: 0 0 .2rem; }
.row { display: grid; grid-template-columns: minmax(14rem, 22rem) 1fr; gap: .75rem; align-items: baseline; padding: .1rem 0; }
.row > :first-child { overflow-wrap: anywhere; }
.cells { display: flex; flex-wrap: wrap; gap: 2px; }
.cell { display: inline-grid; place-items: center; width: 1.35rem; height: 1.35rem; border-radius: 4px; border: 1px solid currentcolor; font-size: .8rem; line-height: 1; text-decoration: none; }
a.cell.failed, a.cell.untestable, a.cell.known { color: var(--bad); font-weight: 700; background: var(--mark); }
a.cell.untestable { color: var(--warn); } a.cell.known { color: var(--known); background: none; }
article { border: 1px solid var(--line); border-left: 4px solid var(--bad); border-radius: 6px; padding: .9rem 1.1rem 1.1rem; margin: 0 0 1.1rem; scroll-margin-top: 1rem; }
article.failed, article.untestable, article.known { color: var(--text); }
article.untestable { border-left-color: var(--warn); } article.known { border-left-color: var(--known); }
article > h3 { margin: 0; }
.finding { margin: .8rem 0; }
.finding p { margin: .15rem 0; }
.grade { display: inline-block; padding: 0 .45rem; border-radius: 4px; border: 1px solid currentcolor; font-size: .8rem; font-weight: 600; }
.critical, .high { color: var(--bad); } .medium { color: var(--warn); } .low { color: var(--faint); }
tr.fault td { background: var(--mark); }
details { margin: .7rem 0 0; }
summary { cursor: pointer; font-weight: 600; }
.sides { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 26rem), 1fr)); gap: .75rem; margin-top: .5rem; }
.sides h4 { margin: 0 0 .25rem; font-size: .85rem; color: var(--faint); font-weight: 600; overflow-wrap: anywhere; }
.event { display: grid; grid-template-columns: 3.2rem 1fr; gap: .5rem; }
.event > span { color: var(--faint); text-align: right; user-select: none; }
.tools { display: flex; flex-wrap: wrap; gap: .75rem 1.25rem; align-items: center; margin: .75rem 0; }
.tools input[type=search] { font: inherit; padding: .3rem .6rem; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); color: inherit; min-width: 18rem; }
[hidden] { display: none !important; }
@media print { details::details-content { content-visibility: visible; } .tools { display: none; } }
`
