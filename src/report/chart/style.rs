//! How the pictures look.

/// The style sheet of the pictures. All colours are variables (`--dateline-ink` …) on `.dateline-chart`, with a light and
/// a dark value; a page may set them otherwise, after it.
pub const STYLE: &str = "\
.dateline-chart {
  --dateline-paper: #ffffff; --dateline-ink: #1b2430; --dateline-muted: #566270; --dateline-grid: #e4e8ed;
  --dateline-report: #1d6fb8; --dateline-clash: #c0261c; --dateline-doubt: #9a5b00; --dateline-reference: #2b7a4b;
  font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif;
  font-size: 12px; max-width: 100%; height: auto; color: var(--dateline-ink);
}
@media (prefers-color-scheme: dark) {
  .dateline-chart {
    --dateline-paper: #14181d; --dateline-ink: #e7ebf0; --dateline-muted: #9fabb8; --dateline-grid: #2a313a;
    --dateline-report: #62aeee; --dateline-clash: #ff7468; --dateline-doubt: #e5a94b; --dateline-reference: #69c58d;
  }
}
.dateline-chart .paper { fill: var(--dateline-paper); }
.dateline-chart text { fill: var(--dateline-ink); }
.dateline-chart .title { font-size: 16px; font-weight: 600; }
.dateline-chart .muted, .dateline-chart .tick { fill: var(--dateline-muted); }
.dateline-chart .tick, .dateline-chart .label { font-variant-numeric: tabular-nums; }
.dateline-chart .grid { stroke: var(--dateline-grid); stroke-width: 1; fill: none; }
.dateline-chart .strip { fill: var(--dateline-grid); fill-opacity: 0.45; }
.dateline-chart .reference { stroke: var(--dateline-reference); stroke-width: 2; stroke-dasharray: 6 4; fill: none; }
.dateline-chart text.reference-label { fill: var(--dateline-reference); }
.dateline-chart .link { stroke: var(--dateline-clash); stroke-width: 1.2; stroke-dasharray: 2 3; fill: none; }
.dateline-chart .link.doubtful { stroke: var(--dateline-doubt); }
.dateline-chart .reach { fill: currentColor; fill-opacity: 0.16; stroke: currentColor; stroke-opacity: 0.55; stroke-width: 1; }
.dateline-chart .arrow { stroke: currentColor; stroke-width: 1.6; fill: none; stroke-linecap: round; stroke-linejoin: round; }
.dateline-chart .dot { fill: currentColor; stroke: var(--dateline-paper); stroke-width: 1.5; }
.dateline-chart .label { paint-order: stroke; stroke: var(--dateline-paper); stroke-width: 3px; stroke-linejoin: round; }
.dateline-chart .plain { color: var(--dateline-report); }
.dateline-chart .unheard { color: var(--dateline-muted); }
.dateline-chart .unheard .dot, .dateline-chart .doubtful .dot { fill: var(--dateline-paper); stroke: currentColor; stroke-width: 1.8; }
.dateline-chart .doubtful { color: var(--dateline-doubt); }
.dateline-chart .disputed { color: var(--dateline-clash); }
.dateline-chart .disputed .label { fill: var(--dateline-clash); font-weight: 600; }
.dateline-chart .doubtful .label { fill: var(--dateline-doubt); }
.dateline-chart .unheard .label { fill: var(--dateline-muted); }
@media print { .dateline-chart { --dateline-paper: #ffffff; --dateline-ink: #000000; --dateline-muted: #444444; --dateline-grid: #d4d4d4; } }
";
