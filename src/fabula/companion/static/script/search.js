// Words in the book, as far as it has been read.
const MOST_HITS = 100,
  AROUND = 60;
let searched = "",
  searchable = null;
const plain = (words) =>
  words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replace(/[‘’]/g, "'").replace(/[“”]/g, '"');

function searchText() {
  blockAt(0);
  return (searchable ??= blocks.map(({ element, start }) => {
    const words = element.textContent.replace(/\s/g, " "),
      low = plain(words);
    return { element, start, words, low: low.length === words.length ? low : words.toLowerCase() };
  }));
}
function hitsOf(wanted, far) {
  const pattern = new RegExp(
      plain(wanted)
        .trim()
        .split(/\s+/)
        .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join("\\s+"),
      "g",
    ),
    hits = [];
  for (const block of searchText()) {
    if (block.start >= far) break;
    const isWhole = block.start + 2 * block.words.length < far;
    for (const { 0: found, index } of block.low.matchAll(pattern)) {
      if (isWhole || placesIn(block.element, index, index + found.length)[1] <= far)
        hits.push({ block, index, length: found.length });
    }
  }
  return hits;
}
// Places of characters of a block's words, which lack the marks that were left out.
function placesIn(element, from, to) {
  let seen = 0,
    start = -1,
    end = -1;
  walkBlock(element, (node, at, length) => {
    if (node.nodeType !== Node.TEXT_NODE) return false;
    const next = seen + node.data.length;
    if (start < 0 && from < next) start = at + size(node.data.slice(0, from - seen));
    if (to <= next) {
      end = at + size(node.data.slice(0, to - seen));
      return true;
    }
    seen = next;
    return false;
  });
  return [start, end];
}
function hitRow({ block, index, length }) {
  const places = placesIn(block.element, index, index + length);
  const from = Math.max(0, index - AROUND),
    to = index + length + AROUND;
  return make(
    "li",
    {},
    make(
      "a",
      {
        class: "to",
        href: `#o${places[0]}-${places[1]}`,
        click: (event) => {
          event.preventDefault();
          goTo(...places);
        },
      },
      make("small", {}, make("bdi", {}, chapterName(places[0]))),
      make(
        "span",
        { dir: "auto" },
        from ? "…" : "",
        block.words.slice(from, index),
        make("mark", {}, block.words.slice(index, index + length)),
        block.words.slice(index + length, to),
        to < block.words.length ? "…" : "",
      ),
    ),
  );
}
function showSearch(pane, keep) {
  const field = make("input", {
    type: "search",
    id: "wanted",
    value: searched,
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
  });
  const told = make("p", { class: "soft", role: "status" }),
    list = make("ol", { class: "hits" });
  let waiting = 0;
  const search = () => {
    searched = field.value;
    const hits = searched.trim().length > 1 ? hitsOf(searched, limit) : [];
    list.replaceChildren(...hits.slice(0, MOST_HITS).map(hitRow));
    const bound = isAll() ? "" : " in what you have read";
    told.textContent =
      searched.trim().length < 2
        ? ""
        : hits.length
          ? `${count(hits.length, "passage")}${bound}${hits.length > MOST_HITS ? `, the first ${MOST_HITS} shown` : ""}`
          : `Not found${bound}`;
  };
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 150);
  });
  pane.append(
    make(
      "form",
      {
        role: "search",
        submit: (event) => {
          event.preventDefault();
          search();
        },
      },
      make("label", { for: "wanted" }, "Words in the book"),
      field,
    ),
    told,
    list,
  );
  search();
  if (!keep) setTimeout(() => field.focus({ preventScroll: true }));
}
