// The guard: how far the reader has read, and all that follows from it. It moves on by itself as the text is read, a
// stretch of some minutes at a time, never by a leap; the reader may set it.
let limit = 0;
const limitKey = () => `read-${book().book}`;
const isAll = () => limit >= book().length;
const onLimit = [];

function loadLimit() {
  const kept = remember(limitKey());
  limit = kept === "all" ? book().length : Math.min(Number(kept) || 0, book().length);
}
function setLimit(place) {
  limit = Math.min(place, book().length);
  remember(limitKey(), isAll() ? "all" : limit);
  const tell = () => onLimit.forEach((told) => told());
  CSS.supports("overflow-anchor", "auto") ? tell() : keepingPlace(tell);
}

function limitOptions() {
  const { chapters, length } = book(),
    options = [["0", "nothing yet"]];
  chapters.slice(0, -1).forEach(({ name, end }) => options.push([String(end), name]));
  options.push([String(length), "everything"]);
  if (!options.some(([value]) => Number(value) === limit)) {
    const after = options.findIndex(([value]) => Number(value) > limit);
    options.splice(after, 0, [String(limit), `${chapters.length > 1 ? chapterName(limit - 1) : "the text"}, in part`]);
  }
  return options;
}
function showLimit() {
  for (const select of document.querySelectorAll(".read-to")) {
    select.replaceChildren(
      ...limitOptions().map(([value, name]) => make("option", { value, selected: Number(value) === limit }, name)),
    );
    select.value = String(limit);
  }
  $("begin").textContent = limit && !isAll() ? "Read on" : "Begin reading";
  const next = isAll() ? null : chunks.find((chunk) => chunk.end > limit);
  $("begin").href = limit && next ? `#o${next.start}` : "#text";
}

function chunkInView() {
  let low = 0,
    high = chunks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    chunks[middle].element.getBoundingClientRect().bottom < 90 ? (low = middle + 1) : (high = middle);
  }
  return chunks[Math.min(low, chunks.length - 1)];
}
// A stretch has been read when its end is in view a second after any of it first was, without a leap between.
const DWELL = 1000;
let moving = 0,
  inView = null,
  since = 0,
  again = 0;
addEventListener(
  "scroll",
  () => {
    moving ||= requestAnimationFrame(() => {
      moving = 0;
      readOn();
    });
  },
  { passive: true },
);
function readOn() {
  const next = isAll() ? null : chunks.find((chunk) => chunk.end > limit);
  const box = next?.element.getBoundingClientRect(),
    isSeen = next && box.bottom > 48 && box.top < innerHeight;
  if (!isSeen) inView = null;
  else if (inView !== next) {
    inView = next;
    since = performance.now();
  }
  if (isSeen && box.bottom < innerHeight + 2) {
    const left = DWELL - (performance.now() - since);
    clearTimeout(again);
    left > 0 ? (again = setTimeout(readOn, left)) : setLimit(next.end);
  }
  nameSpeakers();
}

// Names beside lines: as they are known where the reader is.
const named = new Map();
let rules = null;
const cssString = (words) => JSON.stringify(words).replace(/</g, "\\3c ");
function rulesOf(id) {
  if (!rules) {
    rules = new Map();
    for (const rule of document.styleSheets[0].cssRules) {
      const one = /^\.([co])(\d+)$/.exec(rule.selectorText ?? "");
      if (one) rules.set(one[1] + one[2], rule);
    }
  }
  return [rules.get(`c${id}`), rules.get(`o${id}`)];
}
function nameSpeakers() {
  const chunk = chunks.length && !isAll() ? chunkInView() : null;
  const far = Math.max(limit, chunk ? Math.min(chunk.end, book().length) : 0);
  if (far === named.get("far")) return;
  named.set("far", far);
  for (const who of book().people) {
    if (!isMet(who, far)) continue;
    const name = nameOf(who.id, far);
    if ((named.get(who.id) ?? who.name) === name) continue;
    named.set(who.id, name);
    const [label, owner] = rulesOf(who.id);
    label?.style.setProperty("--l", cssString(`${who.mark} ${name}`));
    owner?.style.setProperty("--n", cssString(name));
  }
}
