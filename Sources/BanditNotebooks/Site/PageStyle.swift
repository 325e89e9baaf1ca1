/// How pages look: one column, light and dark, on paper and on a telephone.
enum PageStyle {
  static let text = """
    :root { --ink: #1b1b1b; --paper: #fff; --faint: #f3f3f1; --line: #d4d4d0; --link: #0b5cad; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6e6e3; --paper: #161616; --faint: #222; --line: #444; --link: #7fb8f0; }
    }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1rem; max-width: 56rem; color: var(--ink);
      background: var(--paper); font: 1rem/1.55 system-ui, sans-serif; overflow-wrap: break-word; }
    a { color: var(--link); }
    h1, h2, h3, h4 { line-height: 1.25; margin: 1.6em 0 0.5em; }
    h1 { margin-top: 0.5em; }
    img { display: block; max-width: 100%; height: auto; margin: 1rem auto; }
    sub, sup { line-height: 0; }
    p > code, li > code, td > code { background: var(--faint); padding: 0 0.2em; }
    code, kbd, pre { font: 0.86em/1.4 ui-monospace, "DejaVu Sans Mono", monospace; }
    pre code { font-size: 1em; }
    pre { background: var(--faint); border: 1px solid var(--line); padding: 0.7rem;
      overflow-x: auto; }
    .command { font-weight: bold; }
    .table { overflow-x: auto; margin: 1rem 0; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { padding: 0.25rem 0.6rem; text-align: left; border-bottom: 1px solid var(--line);
      overflow-wrap: normal; }
    blockquote { margin: 1rem 0; padding-left: 1rem; border-left: 3px solid var(--line); }
    hr { border: 0; border-top: 1px solid var(--line); }
    footer nav { display: flex; flex-wrap: wrap; gap: 0.5rem 1.5rem; margin: 2rem 0 1rem;
      justify-content: space-between; }
    @media print {
      :root { --ink: #000; --paper: #fff; --faint: #fff; --line: #999; --link: #000; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      header, footer { display: none; }
      pre { white-space: pre-wrap; }
      img, pre, tr { break-inside: avoid; }
      h1, h2, h3 { break-after: avoid; }
    }
    """
}
