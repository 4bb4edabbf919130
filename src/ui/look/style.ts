/** The page's style sheet: light and dark by the reader's choice, always light on paper. */
import { DARK, LIGHT, type Palette } from "../chart/palette.ts";

export function styleSheet(): string {
  return `:root{color-scheme:light dark;--hit:transparent;${variables(LIGHT)}}
@media screen and (prefers-color-scheme:dark){:root{${variables(DARK)}}}
${RULES}`;
}

function variables(palette: Palette): string {
  return Object.entries(palette)
    .map(([name, colour]) => `--${name}:${colour}`)
    .join(";");
}

const RULES = `*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--background);color:var(--text);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Noto Sans CJK SC","PingFang SC","Microsoft YaHei",sans-serif;overflow-wrap:break-word}
.frame{max-width:752px;margin:0 auto;padding:3rem 1rem 5rem}
header{position:relative}
header p,header h1{margin:0}
button{font:inherit;color:inherit;background:none;border:1px solid var(--muted);border-radius:4px;padding:.1rem .6rem;cursor:pointer}
button:hover{border-color:var(--text)}
#language{position:absolute;top:0;right:0;font-size:.875rem}
#language[hidden]{display:none}
.save{display:flex;gap:.5rem;margin:.5rem 0 0;font-size:.8125rem}
.kicker{color:var(--muted);font-size:.875rem;letter-spacing:.02em}
h1{font-size:1.75rem;line-height:1.25;font-weight:650;letter-spacing:-.01em;margin:.25rem 0 .5rem}
.facts{color:var(--muted);font-size:.9375rem}
h2{font-size:1.25rem;line-height:1.3;font-weight:650;margin:3.5rem 0 .5rem;padding-top:1.25rem;border-top:1px solid var(--line)}
h3{font-size:1.0625rem;line-height:1.4;font-weight:600;margin:0}
p{margin:0 0 .75rem;max-width:68ch}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
:focus-visible{outline:2px solid var(--ours);outline-offset:3px}
code{font:.9em/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
pre{margin:.5rem 0 1rem;padding:.75rem 1rem;background:var(--panel);white-space:pre-wrap;overflow-wrap:anywhere}
.first{margin:2.5rem 0 2rem}.first table{width:100%}.first>.scroll:first-of-type table{font-size:1rem}
.headline{display:grid;gap:1.5rem 3rem;margin:2.5rem 0 2rem}
.headline>:only-child{grid-column:1/-1}
.number{font-size:4.5rem;line-height:1;font-weight:600;letter-spacing:-.03em;font-variant-numeric:tabular-nums;margin:0 0 .75rem}
.number small{font-size:.5em;font-weight:500;letter-spacing:0}
.number.below small{display:block;font-size:.3em;line-height:1.3;color:var(--muted);margin-top:.5rem}
.number.long{font-size:3rem}
.number.words{font-size:1.5rem;line-height:1.3;letter-spacing:0}
.headline p{margin:0}
.headline .interval{color:var(--muted);font-size:.9375rem;margin-top:.25rem}
.caveats h2{border:0;margin:0 0 .5rem;padding:0;font-size:1rem}
.caveats ul{margin:0;padding:0;list-style:none}
.caveats li{margin:0 0 .5rem;line-height:1.45}
.caveats b{font-weight:600;font-variant-numeric:tabular-nums}
.caveats span{color:var(--muted);font-size:.9375rem}
.alarm{border-left:3px solid var(--fraud);padding:.25rem 0 .25rem 1rem;margin:1.5rem 0}
.alarm p,.alarm ul{margin:0}
nav{font-size:.9375rem;margin:2rem 0 0}
nav ul{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem}
nav a{text-decoration:none;color:var(--muted)}
nav a:hover{color:var(--text);text-decoration:underline}
figure{margin:2rem 0 2.75rem}
figure .reading{margin:.25rem 0 .75rem;color:var(--muted);font-size:.9375rem;line-height:1.5}
.legend{margin:0 0 .75rem;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;font-size:.875rem}
.legend li{display:flex;align-items:center;gap:.5rem}
.key{flex:none}
.picture svg{display:block;max-width:100%;height:auto;font-family:inherit}
.picture svg.narrow{display:none;width:100%;max-width:460px}
.picture text{font-variant-numeric:tabular-nums}
.nothing{padding:.75rem 1rem;background:var(--panel);color:var(--muted)}
[data-tip]{pointer-events:all}
.told{stroke:var(--text);stroke-width:1.5}
.told[fill="var(--hit)"]{fill:var(--text);fill-opacity:.07;stroke:none}
#tip{position:fixed;z-index:1;max-width:min(22rem,calc(100vw - 16px));padding:.4rem .65rem;background:var(--text);color:var(--background);font-size:.8125rem;line-height:1.45;white-space:pre-line;pointer-events:none;border-radius:3px;font-variant-numeric:tabular-nums}
#tip[hidden]{display:none}
section>.scroll>table,main>.scroll>table{width:100%}
details.data{margin-top:.75rem;font-size:.875rem}
summary{cursor:pointer;color:var(--muted);width:fit-content}
.hint{margin:.75rem 0 -.5rem;color:var(--muted);font-size:.8125rem}
.hint[hidden]{display:none}
.scroll.more{mask-image:linear-gradient(to right,#000 calc(100% - 3rem),transparent)}
details.more>summary{margin-bottom:1rem}
.scroll{overflow-x:auto;margin:.75rem 0 1.5rem}
table{border-collapse:collapse;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums;min-width:min(100%,24rem)}
.caption{margin:0;color:var(--muted);font-size:.875rem;line-height:1.4}
.caption+.hint+.scroll{margin-top:.35rem}
th,td{padding:.35rem 0 .35rem 1.25rem;text-align:right;vertical-align:top;border-bottom:1px solid var(--line);white-space:pre}
th:first-child{text-align:left;padding-left:0;font-weight:400;white-space:normal;min-width:9rem}
thead th,thead th:first-child{font-weight:600;vertical-align:bottom;white-space:normal}
dl{display:grid;grid-template-columns:minmax(6.5rem,11rem) minmax(0,1fr);margin:.75rem 0 1.5rem;font-size:.875rem;line-height:1.4;font-variant-numeric:tabular-nums}
dt,dd{margin:0;padding:.35rem 0;border-bottom:1px solid var(--line)}
dt{color:var(--muted);padding-right:1rem}
.limits li{margin:0 0 .5rem;max-width:68ch}
.limits{padding-left:1.25rem}
@media (max-width:480px){th,td{padding-left:.75rem}th:first-child{min-width:6.5rem}}
@media (min-width:720px){.headline{grid-template-columns:minmax(0,5fr) minmax(0,6fr)}}
@media screen and (max-width:751px){.picture svg.wide{display:none}.picture svg.narrow{display:block}}
@media screen and (min-width:1120px){.frame{max-width:1024px;display:grid;grid-template-columns:208px 720px;column-gap:64px}.frame>header,.frame>main,.frame>footer{grid-column:2}nav{grid-column:1;grid-row:1/span 3;position:sticky;top:3rem;align-self:start;margin:0}nav ul{display:block}nav li{margin:0 0 .4rem}}
@media print{@page{margin:16mm 14mm}body{font-size:10.5pt}.frame{max-width:none;padding:0}nav,#tip,summary,button,.hint{display:none}.scroll.more{mask-image:none}h2{margin-top:2rem;break-after:avoid}h3,.reading,.legend,.caption{break-after:avoid}figure,tr{break-inside:avoid}.picture{break-inside:avoid}.picture svg.wide{width:100%}.headline{grid-template-columns:5fr 6fr}.scroll{overflow:visible}table{font-size:8.5pt}th,td{padding-left:.8rem}details.data:not(.short){display:none}details.short::details-content{content-visibility:visible;block-size:auto;height:auto}pre{border:1px solid var(--line)}}
`;
