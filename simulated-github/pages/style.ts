/** How the pages look: near enough to GitHub to judge how a review reads. */
export const STYLE = `
* { box-sizing: border-box }
body { margin: 0; overflow-wrap: anywhere; color: #1f2328; background: #fff; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
code, pre, textarea, table.diff { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", "DejaVu Sans Mono", monospace; font-size: 12px }
a { color: #0969da; text-decoration: none }
a:hover { text-decoration: underline }
nav.top { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; padding: 12px 24px; font-weight: 600 }
nav.top a { color: #1f2328 }
main { max-width: 1120px; margin: 0 auto; padding: 16px 24px 64px }
.where { margin: 0 0 4px }
h1.title { font-size: 28px; font-weight: 400; line-height: 1.25; margin: 0 0 8px }
.subtitle { color: #59636e; margin: 0 0 16px }
.faint, time { color: #59636e }
time { font-size: 12px }
.good { color: #1a7f37 } .bad { color: #d1242f } .warning { color: #9a6700 } .waiting { color: #bf8700 }
.login { font-weight: 600; color: #1f2328 }
.pill { border: 1px solid #d1d9e0; border-radius: 2em; padding: 0 6px; font-size: 11px; color: #59636e }
.pill.warning { color: #9a6700; border-color: #d4a72c }
.state { color: #fff; border-radius: 2em; padding: 4px 12px; font-weight: 500; margin-right: 6px }
.state.open { background: #1f883d } .state.closed { background: #cf222e } .state.merged { background: #8250df } .state.draft { background: #59636e }
.tabs { border-bottom: 1px solid #d1d9e0; display: flex; margin-bottom: 20px }
.tab { padding: 8px 16px; color: #1f2328; border-bottom: 2px solid transparent }
.tab.here { border-color: #fd8c73; font-weight: 600 }
.count { background: #eaeef2; border-radius: 2em; padding: 0 6px; font-size: 12px; font-weight: 500 }
.sign { margin-left: 2px }
.icon { width: 1em; height: 1em; vertical-align: -.125em }
.columns { display: flex; gap: 24px }
.conversation { flex: 1; min-width: 0 }
aside { width: 230px; font-size: 12px }
aside h2 { font-size: 12px; color: #59636e; margin: 0 0 8px }
aside ul { list-style: none; margin: 0 0 16px; padding: 0 0 16px; border-bottom: 1px solid #d1d9e0 }
.labels { display: flex; flex-wrap: wrap; gap: 4px; margin: 0 }
.label { border-radius: 2em; padding: 0 8px; font-size: 12px; font-weight: 500; line-height: 20px; border: 1px solid rgba(31,35,40,.12); display: inline-block; max-width: 100% }
.entry { display: flex; gap: 12px; margin: 0 0 16px }
.said { flex: 1; min-width: 0 }
.avatar { flex: none; width: 32px; height: 32px; border-radius: 50%; color: #fff; font-weight: 600; display: inline-flex; align-items: center; justify-content: center }
.by .avatar, aside .avatar { width: 20px; height: 20px; font-size: 11px }
.avatar.merge { background: #59636e; border-radius: 6px }
.event { margin: 4px 0 12px }
.conversation > .event { margin-left: 44px }
.dot { display: inline-block; width: 8px; height: 8px; border-radius: 50%; background: #d1d9e0; margin-right: 8px }
.reason { display: block; border: 1px solid #d1d9e0; border-radius: 6px; padding: 8px 12px; margin: 6px 0 0 18px }
.box, .thread { border: 1px solid #d1d9e0; border-radius: 6px; margin: 0 0 12px; background: #fff }
.box > header, .thread > .title { background: #f6f8fa; border-bottom: 1px solid #d1d9e0; border-radius: 6px 6px 0 0; padding: 8px 16px; color: #59636e }
.thread:not([open]) > summary.title { border-bottom: 0; border-radius: 6px }
.body { padding: 12px 16px }
.body > p { margin: 0 }
.thread .comment { border-top: 1px solid #d1d9e0 }
.thread > .title + .comment, .thread > summary + .comment { border-top: 0 }
.thread footer { display: flex; gap: 8px; padding: 8px 16px; background: #f6f8fa; border-top: 1px solid #d1d9e0; border-radius: 0 0 6px 6px; align-items: center; justify-content: space-between }
.thread footer form:first-child { flex: 1; display: flex; gap: 6px }
.by { margin-bottom: 6px; display: flex; gap: 6px; align-items: center }
.hidden > summary { color: #59636e; padding: 8px 16px }
.reactions { margin-top: 10px }
.reaction { border: 1px solid #d1d9e0; border-radius: 2em; padding: 1px 8px; font-size: 12px; margin-right: 4px }
.markdown > :first-child { margin-top: 0 } .markdown > :last-child { margin-bottom: 0 }
.markdown p, .markdown ul, .markdown ol, .markdown pre, .markdown table:not(.diff), .markdown blockquote, .markdown details { margin: 0 0 12px }
.markdown details > :not(summary) { margin-top: 10px }
.markdown h1, .markdown h2, .markdown h3, .markdown h4 { margin: 16px 0 12px; line-height: 1.25; font-weight: 600 }
.markdown h1 { font-size: 24px } .markdown h2 { font-size: 20px } .markdown h3 { font-size: 17px } .markdown h4 { font-size: 14px }
.markdown code { background: #eff1f3; padding: .2em .4em; border-radius: 6px; font-size: 85%; white-space: break-spaces }
.markdown pre { background: #f6f8fa; border-radius: 6px; padding: 12px; overflow: auto; line-height: 1.45 }
.markdown pre code { background: none; padding: 0; white-space: pre; font-size: 12px }
.markdown pre .added { background: #dafbe1; display: inline-block; min-width: 100% } .markdown pre .removed { background: #ffebe9; display: inline-block; min-width: 100% }
.markdown table:not(.diff) { border-collapse: collapse; display: block; overflow: auto; overflow-wrap: break-word }
.markdown th, .markdown table:not(.diff) td { border: 1px solid #d1d9e0; padding: 6px 13px; text-align: left }
.markdown table:not(.diff) tbody tr:nth-child(2n) { background: #f6f8fa }
.markdown blockquote { border-left: 4px solid #d1d9e0; padding: 0 16px; color: #59636e; margin-left: 0 }
.markdown hr { border: 0; border-top: 1px solid #d1d9e0; height: 4px }
.markdown ul, .markdown ol { padding-left: 2em }
.mention { font-weight: 600 }
.suggestion { border: 1px solid #d1d9e0; border-radius: 6px; margin: 0 0 12px }
.suggestion .title { padding: 6px 12px; color: #59636e; font-size: 12px; border-bottom: 1px solid #d1d9e0 }
.suggestion .foot { padding: 6px 12px; text-align: right; border-top: 1px solid #d1d9e0; font-size: 12px }
table.diff { border-collapse: collapse; width: 100%; table-layout: auto }
table.diff td { padding: 0 8px; line-height: 20px; vertical-align: top; border: 0 }
td.number { width: 1%; min-width: 40px; text-align: right; color: #59636e; user-select: none; overflow-wrap: normal }
td.line { white-space: pre-wrap }
tr.added { background: #dafbe1 } tr.added .number { background: #aceebb }
tr.removed { background: #ffebe9 } tr.removed .number { background: #ffcecb }
tr.hunk td { background: #ddf4ff; color: #59636e; padding: 2px 12px }
tr.inline > td { padding: 10px 16px; background: #f6f8fa; font: 14px/1.5 -apple-system, "Segoe UI", "Noto Sans", Helvetica, Arial, sans-serif }
tr:target { background: #fff8c5 }
.file { overflow: hidden }
.empty { padding: 12px 16px; margin: 0; color: #59636e }
ul.pulls, ul.checks { list-style: none; margin: 0; padding: 0 }
ul.pulls li, ul.checks li { padding: 8px 16px; border-top: 1px solid #d1d9e0 }
ul.pulls li:first-child, ul.checks li:first-child { border-top: 0 }
.name { font-weight: 600; font-size: 16px; color: #1f2328 }
header.check { display: flex; justify-content: space-between; align-items: center }
.buttons { display: flex; gap: 6px }
.body h2 { font-size: 18px; margin: 0 0 12px }
.annotations { border-top: 1px solid #d1d9e0; padding: 12px 16px }
.annotation { border-left: 4px solid #d1d9e0; padding: 4px 12px; margin-bottom: 12px; color: #1f2328 }
.annotation.bad { border-color: #d1242f } .annotation.warning { border-color: #d4a72c }
.annotation p { margin: 0 }
pre.words { white-space: pre-wrap; margin: 4px 0 0 }
.form { padding: 12px 16px; display: grid; gap: 8px; justify-items: start }
textarea, input { font-size: 13px; border: 1px solid #d1d9e0; border-radius: 6px; padding: 5px 8px; max-width: 100% }
textarea { width: 100% }
input.wide { flex: 1 }
form { margin: 0 }
button { font: inherit; font-weight: 500; font-size: 13px; border-radius: 6px; padding: 4px 12px; border: 1px solid #d1d9e0; background: #f6f8fa; cursor: pointer }
button.primary { background: #1f883d; color: #fff; border-color: #1a7f37 }
/* What stands in a table must not make it wider than the page: it scrolls by itself. */
tr.inline > td > * { width: 0; min-width: 100% }
.annotation pre { overflow: auto }
@media (max-width: 700px) {
  nav.top { padding: 12px }
  main { padding: 12px 12px 48px }
  h1.title { font-size: 22px }
  .columns { flex-direction: column }
  aside { width: auto }
  .entry > .avatar { display: none }
  .conversation > .event { margin-left: 0 }
  .tab { padding: 8px }
  .tabs, header.check, .buttons, .thread footer, .thread footer form:first-child { flex-wrap: wrap }
  .box > header, .thread > .title, .body, .thread footer { padding-left: 12px; padding-right: 12px }
  input.wide { min-width: 0 }
  table.diff td { padding: 0 4px }
  td.number { min-width: 28px }
  tr.inline > td { padding: 8px 4px }
}
`;
