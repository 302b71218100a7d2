// What the reader wants in the margin, who is in each scene, and passages that are hidden.
const MARGINS = { labels: "no-labels", scenes: "no-scenes", levels: "no-levels" };
function setMargin(part, isOn) {
  root.classList.toggle(MARGINS[part], !isOn);
  document.querySelector(`[data-margin=${part}]`).checked = isOn;
  if (part === "labels") $("labels").setAttribute("aria-pressed", isOn);
  remember(part, isOn ? "on" : "off");
}

let peopled = -1;
function peopleScenes() {
  const { scenes } = book();
  if (limit === peopled) return;
  peopled = limit;
  for (const head of text.querySelectorAll(".s")) {
    const scene = Number(head.id.slice(1));
    head.querySelector(".with")?.remove();
    const there = scenes.end[scene] <= limit ? scenes.present[scene].slice(0, 4) : [];
    if (there.length)
      head.append(
        make(
          "span",
          { class: "with" },
          " ",
          make(
            "bdi",
            {},
            there.map((id) => nameOf(id, limit)).join(", ") + (scenes.present[scene].length > 4 ? " …" : ""),
          ),
        ),
      );
  }
}

// Hidden passages: single ones by their place, and whole kinds of content notes.
let hidden = { passages: [], kinds: [] };
const hiddenKey = () => `hidden-${book().book}`;
function loadHidden() {
  try {
    hidden = { ...hidden, ...JSON.parse(remember(hiddenKey()) ?? "{}") };
  } catch {
    /* what was kept is no JSON */
  }
}
const isHidden = (row) =>
  hidden.kinds.includes(book().notes.kind[row]) || hidden.passages.includes(book().notes.start[row]);
function hide(change) {
  change(hidden);
  remember(hiddenKey(), JSON.stringify(hidden));
  coverPassages();
}
function coverPassages() {
  for (const cover of text.querySelectorAll(".cover")) cover.remove();
  for (const block of text.querySelectorAll(".covered")) {
    block.classList.remove("covered");
    block.hidden = false;
  }
  const { notes } = book();
  notes.start.forEach((start, row) => {
    if (!isHidden(row)) return;
    const first = blockRow(start),
      last = blockRow(Math.max(notes.end[row] - 1, start));
    const fresh = blocks.slice(first, last + 1).filter(({ element }) => !element.hidden);
    if (!fresh.length) return;
    const cover = make(
      "div",
      { class: "cover" },
      `Hidden: ${notes.kind[row]}. `,
      button("Show", () => uncoverPassage(fresh[0].element)),
    );
    fresh[0].element.before(cover);
    for (const { element } of fresh) {
      element.hidden = true;
      element.classList.add("covered");
      element.cover = cover;
    }
  });
}
function uncoverPassage(block) {
  if (!block.hidden) return;
  const { cover } = block;
  for (const other of text.querySelectorAll(".covered"))
    if (other.cover === cover) {
      other.hidden = false;
      other.classList.remove("covered");
    }
  cover.remove();
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}
