/// How report pages look: one column, light and dark, on paper and on a telephone.
enum ReportStyle {
  static let text = """
    :root { --ink: #1f2328; --paper: #fff; --faint: #f4f5f6; --line: #d3d7dc; --muted: #57606a;
      --link: #0b5cad; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e8eaed; --paper: #15181c; --faint: #20252b; --line: #3b424a; --muted: #a9b0b8;
        --link: #7fb8f0; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1rem; max-width: 62rem; color: var(--ink);
      background: var(--paper); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: break-word; }
    a { color: var(--link); }
    h1, h2 { line-height: 1.25; margin: 2rem 0 0.5rem; }
    h1 { font-size: 1.6rem; margin-top: 0.5rem; }
    h2 { font-size: 1.2rem; }
    h1 + p, h1 + p + p { margin: 0.2rem 0; color: var(--muted); }
    section + section { margin-top: 3rem; border-top: 2px solid var(--line); padding-top: 1rem; }
    details { margin: 2rem 0; }
    summary { cursor: pointer; }
    summary h2 { display: inline; }
    .table { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 0.9rem; }
    caption { text-align: left; font-weight: 600; padding: 0.3rem 0; }
    caption span { display: inline-block; position: sticky; left: 0;
      max-width: min(60rem, 100vw - 2rem); }
    th, td { padding: 0.25rem 0.6rem; text-align: left; font-weight: normal; vertical-align: top;
      border-bottom: 1px solid var(--line); overflow-wrap: normal; }
    thead th { vertical-align: bottom; font-weight: 600; border-bottom-width: 2px; }
    tbody tr { background: var(--paper); }
    tbody th { position: sticky; left: 0; background: inherit; }
    tbody tr:hover { background: var(--faint); }
    .number { text-align: right; white-space: pre; }
    thead .number { white-space: normal; }
    th button { all: unset; cursor: pointer; font: inherit; }
    th button:focus-visible { outline: 2px solid var(--link); }
    th[aria-sort] button::after { content: " ▴"; }
    th[aria-sort="descending"] button::after { content: " ▾"; }
    .notes { padding-left: 1.2rem; color: var(--muted); font-size: 0.9rem; }
    figure { margin: 1.5rem 0; }
    figure svg { display: block; max-width: 100%; height: auto; }
    figcaption { color: var(--muted); font-size: 0.9rem; margin-top: 0.4rem; }
    .narrow { display: none; }
    pre { background: var(--faint); border: 1px solid var(--line); padding: 0.7rem; overflow-x: auto;
      font: 0.82rem/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
    @media screen and (max-width: 40rem) {
      .wide { display: none; }
      .narrow { display: block; }
    }
    @media print {
      :root { --ink: #000; --paper: #fff; --faint: #fff; --line: #999; --muted: #333; --link: #000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      pre { white-space: pre-wrap; }
      .table { overflow: visible; }
      figure, .table, tr, pre { break-inside: avoid; }
      h1, h2, caption { break-after: avoid; }
      details::details-content { content-visibility: visible; height: auto; }
    }
    """
}
