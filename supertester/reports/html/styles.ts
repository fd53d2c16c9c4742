/** The colours of a page: each name with its value in the light and in the dark. */
export const COLOURS: Readonly<Record<string, readonly [light: string, dark: string]>> = {
  page: ["#f6f7f9", "#14161a"],
  card: ["#ffffff", "#1c1f25"],
  sunk: ["#eef0f3", "#111317"],
  rule: ["#d3d8df", "#343a44"],
  text: ["#1b1f24", "#e6e9ee"],
  soft: ["#545d69", "#a3acb9"],
  accent: ["#0b57c2", "#7db4ff"],
  good: ["#0f6b3c", "#5fd394"],
  bad: ["#b3201c", "#ff8a80"],
  warn: ["#8a4b00", "#ffc266"],
};

const variables = (theme: 0 | 1) =>
  Object.entries(COLOURS).map(([name, values]) => `--${name}:${values[theme]}`).join(";");

/** The styles of a page, in one piece. */
export const STYLES: string = `
:root{color-scheme:light dark;${variables(0)}}
@media (prefers-color-scheme:dark){:root{${variables(1)}}}
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0;background:var(--page);color:var(--text);font:15px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}
a{color:var(--accent)}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.skip{position:absolute;left:-999px}
.skip:focus{left:1rem;top:1rem;z-index:9;background:var(--card);padding:.5rem 1rem}
header,main,footer{max-width:76rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:1.75rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .35rem;display:flex;gap:.75rem;align-items:center;flex-wrap:wrap}
h2{font-size:1.2rem;margin:0 0 .75rem}
h3{font-size:1rem;margin:0 0 .35rem}
.stamp{color:var(--soft);margin:0 0 1rem}
.verdict{font-size:.75rem;font-weight:700;letter-spacing:.04em;text-transform:uppercase;padding:.15rem .5rem;border-radius:99px;border:1px solid currentColor}
h1 .verdict{font-size:.9rem}
.good{color:var(--good)}.bad{color:var(--bad)}.warn{color:var(--warn)}
.figures{display:flex;flex-wrap:wrap;gap:1px;margin:0 0 1rem;background:var(--rule);border:1px solid var(--rule);border-radius:10px;overflow:hidden}
.figures div{flex:1 1 7.5rem;background:var(--card);padding:.6rem .85rem}
.figures dt{color:var(--soft);font-size:.8rem}
.figures dd{margin:0;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums}
nav{position:sticky;top:0;z-index:5;background:var(--page);border-bottom:1px solid var(--rule)}
nav ul{max-width:76rem;margin:0 auto;padding:.4rem 1.25rem;list-style:none;display:flex;gap:.25rem;overflow-x:auto}
nav a{display:block;white-space:nowrap;padding:.4rem .7rem;border-radius:8px;text-decoration:none;color:var(--text)}
nav a:hover{background:var(--sunk)}
nav b{color:var(--soft);font-weight:400;font-variant-numeric:tabular-nums}
section{margin:2rem 0}
.empty,.note,.line,figcaption{color:var(--soft)}
.note{font-size:.875rem}
figcaption.bad{color:var(--bad)}
.filter{display:flex;flex-wrap:wrap;gap:.75rem 1rem;align-items:end;margin-bottom:1rem}
.filter[hidden]{display:none}
.search{flex:1 1 16rem;display:grid;gap:.2rem}
.search span,.filter legend{font-size:.8rem;color:var(--soft)}
input[type=search],.filter button{font:inherit;color:inherit;background:var(--card);border:1px solid var(--soft);border-radius:8px;padding:.45rem .7rem;min-height:2.5rem}
input[type=search]{width:100%}
.filter button:hover{background:var(--sunk)}
.filter fieldset{border:0;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.25rem}
.filter fieldset legend{padding:0;margin-bottom:.2rem}
.filter fieldset label{display:inline-flex;gap:.35rem;align-items:center;border:1px solid var(--rule);background:var(--card);border-radius:8px;padding:.35rem .6rem;min-height:2.5rem}
.filter fieldset label:has(:checked){border-color:var(--accent);box-shadow:inset 0 0 0 1px var(--accent)}
.shown{flex-basis:100%;margin:0;color:var(--soft);font-size:.875rem}
summary{cursor:pointer}
.file{background:var(--card);border:1px solid var(--rule);border-radius:10px;margin-bottom:.75rem}
.file>summary{padding:.65rem 1rem;display:flex;gap:.25rem 1rem;justify-content:space-between;flex-wrap:wrap}
.file>summary::before{content:"▸";color:var(--soft)}
.file[open]>summary::before{content:"▾"}
.path{font-weight:600;flex:1 1 12rem}
.counts{color:var(--soft)}
.tests{list-style:none;margin:0;padding:0}
.test{border-top:1px solid var(--rule);padding:.4rem 1rem .4rem calc(1rem + var(--depth)*1.5rem)}
.test[hidden]{display:none}
.row{display:grid;grid-template-columns:1.25rem 1fr 6rem 5.5rem;gap:.75rem;align-items:baseline}
.row .mark{font-weight:700}
.test-passed .mark{color:var(--good)}.test-failed .mark{color:var(--bad)}.test-skipped{color:var(--soft)}
.bar{height:.45rem;background:var(--sunk);border-radius:3px;overflow:hidden;align-self:center}
.bar i{display:block;height:100%;width:calc(var(--part)*100%);background:var(--accent)}
.time,.figure{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.time{color:var(--soft)}
.tag{color:var(--warn);font-weight:600;font-size:.85em;margin-left:.5rem}
td .tag{margin:0}
.failure{margin:.35rem 0 .35rem 2rem}
.failure>summary{color:var(--bad)}
pre{background:var(--sunk);border:1px solid var(--rule);border-radius:8px;padding:.75rem 1rem;overflow:auto;max-height:32rem;white-space:pre-wrap;font:13px/1.5 ui-monospace,monospace;margin:.5rem 0}
code{font:13px/1.5 ui-monospace,monospace;background:var(--sunk);border:1px solid var(--rule);border-radius:6px;padding:.15rem .4rem}
.replay{user-select:all}
.card{background:var(--card);border:1px solid var(--rule);border-radius:10px;padding:1rem 1.25rem;margin-bottom:1rem}
.card-failed{border-left:4px solid var(--bad)}
.headline{margin:.1rem 0 .85rem}
.bounds{list-style:none;padding:0;margin:0 0 .75rem}
figure{margin:1rem 0}
.scroll{overflow-x:auto;max-width:100%}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem;border-bottom:1px solid var(--rule);overflow-wrap:normal}
thead th{color:var(--soft);font-weight:600}
tbody th{font-weight:500}
.long{overflow-wrap:anywhere;min-width:12rem}
.figure{font-variant-numeric:tabular-nums}
svg{display:block;font:12px system-ui,sans-serif;margin:.25rem 0}
svg text{fill:var(--text)}
.chart{width:100%;min-width:40rem;max-width:56rem;height:auto}
.chart text{fill:var(--soft)}
.grid{stroke:var(--rule)}
.series{fill:none;stroke:var(--accent);stroke-width:2}
.point{fill:var(--card);stroke:var(--accent);stroke-width:2}
.level{stroke:var(--good);stroke-width:2;stroke-dasharray:6 4}
.change line{stroke:var(--good);stroke-width:2}
.change text{fill:var(--good);font-weight:600}
.worse,.change.worse line{stroke:var(--bad)}
.change.worse{stroke:none}.change.worse text{fill:var(--bad)}
.outage{fill:var(--bad);opacity:.35}
.mark-kill,.mark-fault,.mark-stop{fill:none;stroke:var(--soft);stroke-width:2}
.mark-crash,.mark-failure{fill:var(--bad)}
.mark-recovery,.mark-heal{fill:var(--good)}
.strip .passed{fill:var(--good)}.strip .failed{fill:var(--bad)}
.life{stroke:var(--rule);stroke-width:2}
.head{fill:var(--sunk);stroke:var(--rule)}
.preempts{fill:var(--warn);opacity:.14}
.step circle,.step rect{fill:var(--card);stroke:var(--accent);stroke-width:2}
.step-start circle{fill:var(--accent)}
.step-timer rect{stroke:var(--good)}
.step-exit path{stroke:var(--bad);stroke-width:3;fill:none}
.step-fault path{fill:var(--warn)}
.space-time .number{fill:var(--soft)}
.space-time .label{paint-order:stroke;stroke:var(--card);stroke-width:4px}
.sent path{fill:none;stroke:var(--soft);stroke-width:1.5}
.sent .tip{fill:var(--soft)}
.sent-answered path:not(.tip){stroke-dasharray:1 4;stroke-linecap:round}
.sent-pending path{stroke-dasharray:4 4}
.sent-lost path:not(.cross){stroke-dasharray:4 4}
.sent-lost path{stroke:var(--bad)}
.legend{list-style:none;padding:0;margin:.5rem 0;display:flex;flex-wrap:wrap;gap:.35rem 1.1rem;color:var(--soft);font-size:.85rem}
.key{display:inline-block;width:.7rem;height:.7rem;margin-right:.4rem;border:2px solid var(--accent);border-radius:50%}
.key-timer{border-radius:0;border-color:var(--good)}
.key-exit{border-color:var(--bad);border-radius:0;transform:rotate(45deg)}
.key-fault{border-color:var(--warn);background:var(--warn);border-radius:0}
.key-preempts{background:var(--warn);opacity:.5;border:0;border-radius:2px;width:1.4rem}
footer{color:var(--soft);padding-bottom:2rem;font-size:.875rem}
@media (max-width:40rem){
body{font-size:16px}
.row{grid-template-columns:1.1rem 1fr auto;gap:.5rem}
.row .bar{display:none}
.test{padding-left:calc(.75rem + var(--depth)*.75rem);padding-right:.75rem}
.failure{margin-left:0}
.card{padding:.85rem}
}
@media print{nav,.filter,.skip{display:none}.scroll{overflow:visible}}
`.trim();
