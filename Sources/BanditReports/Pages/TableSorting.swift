/// The script by which a reader sorts the tables of a page.
enum TableSorting {
  /// Headings become buttons: the first click sorts upwards, the next downwards; numbers by their
  /// values, what is missing last.
  static let script = """
    for (const table of document.querySelectorAll("table")) {
      const body = table.tBodies[0];
      const heads = [...table.tHead.rows[0].cells];
      if (body.rows.length < 2) continue;
      const key = (row, column) => {
        const cell = row.cells[column];
        const value = cell.dataset.value;
        return value === undefined ? cell.textContent.trim() : Number(value);
      };
      const isMissing = (value) => value === "" || value === "–";
      const compare = (a, b) =>
        typeof a === "number" && typeof b === "number"
          ? a - b : String(a).localeCompare(String(b), undefined, {numeric: true});
      heads.forEach((head, column) => {
        const button = document.createElement("button");
        button.append(...head.childNodes);
        head.append(button);
        button.addEventListener("click", () => {
          const isUp = head.getAttribute("aria-sort") !== "ascending";
          for (const other of heads) other.removeAttribute("aria-sort");
          head.setAttribute("aria-sort", isUp ? "ascending" : "descending");
          const rows = [...body.rows].map((row) => [key(row, column), row]);
          rows.sort(([a], [b]) =>
            isMissing(a) || isMissing(b)
              ? isMissing(a) - isMissing(b) : isUp ? compare(a, b) : compare(b, a));
          body.append(...rows.map(([, row]) => row));
        });
      });
    }
    """
}
