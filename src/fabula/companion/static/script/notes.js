// Content notes: what about and where, never a word of the passage unless it is asked for.
let looksAhead = false;
function noteRow(row) {
  const { notes } = book(),
    start = notes.start[row],
    by = notes.by[row],
    to = notes.to[row],
    item = make("li");
  const names =
    start < limit
      ? [person(by) ? nameOf(by, limit) : "", person(to) ? `to ${nameOf(to, limit)}` : ""].filter(Boolean).join(" ")
      : "";
  const words = make("p", { class: "words", hidden: true });
  const quote = button("Show the words", () => {
    words.textContent = `“${wordsAt(start, notes.end[row])}”`;
    words.hidden = false;
    quote.remove();
  });
  const cover = button(hidden.passages.includes(start) ? "Do not hide it" : "Hide this passage", () => {
    hide((all) => {
      all.passages = all.passages.includes(start)
        ? all.passages.filter((place) => place !== start)
        : [...all.passages, start];
    });
    cover.textContent = hidden.passages.includes(start) ? "Do not hide it" : "Hide this passage";
  });
  return fill(item, {}, [
    make(
      "p",
      {},
      make("bdi", {}, chapterName(start)),
      ` · ${notes.standing[row]} · ${notes.sure[row]}% sure`,
      names ? " · " : "",
      make("bdi", {}, names),
    ),
    words,
    make(
      "div",
      { class: "actions small" },
      button("Take me there", () => goTo(start, notes.end[row])),
      cover,
      quote,
    ),
  ]);
}
function showNotes(pane) {
  const { notes } = book(),
    kinds = new Map();
  notes.kind.forEach((kind, row) => {
    if (looksAhead || notes.start[row] < limit) kinds.set(kind, [...(kinds.get(kind) ?? []), row]);
  });
  pane.append(
    make(
      "p",
      { class: "soft" },
      "Passages that a reader may want to know of first. Many are missed, and some of these are wrong.",
    ),
  );
  if (!kinds.size)
    pane.append(
      make("p", { class: "empty" }, looksAhead || isAll() ? "None was found." : "None in what you have read."),
    );
  for (const [kind, rows] of [...kinds].sort((a, b) => b[1].length - a[1].length)) {
    const actual = rows.filter((row) => notes.standing[row] === "actual").length;
    const whole = make(
      "label",
      { class: "hide-kind" },
      make("input", {
        type: "checkbox",
        checked: hidden.kinds.includes(kind),
        change: (event) =>
          hide((all) => {
            all.kinds = event.target.checked ? [...all.kinds, kind] : all.kinds.filter((one) => one !== kind);
          }),
      }),
      ` hide every passage about this`,
    );
    pane.append(
      make(
        "details",
        { class: "kind" },
        make(
          "summary",
          {},
          make("span", { class: "name" }, kind),
          make("span", { class: "count" }, `${count(rows.length, "passage")}, ${number(actual)} actual`),
        ),
        whole,
        make("ul", { class: "notes" }, rows.map(noteRow)),
      ),
    );
  }
  if (!isAll())
    pane.append(
      make(
        "label",
        { class: "ahead" },
        make("input", {
          type: "checkbox",
          checked: looksAhead,
          change: (event) => {
            looksAhead = event.target.checked;
            openTab("notes", "keep");
          },
        }),
        " look ahead: the notes of the whole book, without names",
      ),
    );
}
