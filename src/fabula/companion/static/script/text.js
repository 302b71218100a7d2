// From a place in the text to the page and back: each paragraph's id is its place, and its characters stand one for one.
let blocks = null;
const chunks = [...text.querySelectorAll(".v")].map((element) => ({
  element,
  start: Number(element.querySelector("[id^=o]")?.id.slice(1) ?? -1),
}));
for (let i = chunks.length - 1; i >= 0; i--) {
  chunks[i].end = chunks[i + 1]?.start ?? Infinity;
  if (chunks[i].start < 0) chunks[i].start = chunks[i].end;
}

const size = (words) => {
  let pairs = 0;
  for (const mark of words) if (mark.length > 1) pairs++;
  return words.length - pairs;
};
function units(words, n) {
  if (size(words) === words.length) return n;
  let at = 0;
  for (const mark of words) {
    if (!n--) break;
    at += mark.length;
  }
  return at;
}
function blockRow(place) {
  blocks ??= [...text.querySelectorAll(":is(p,h3)[id^=o]")].map((element) => ({
    element,
    start: Number(element.id.slice(1)),
  }));
  let low = 0,
    high = blocks.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    blocks[middle].start <= place ? (low = middle + 1) : (high = middle);
  }
  return Math.max(low - 1, 0);
}
const blockAt = (place) => {
  const row = blockRow(place);
  return blocks[row]?.element;
};

function walkBlock(block, visit) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_COMMENT);
  let at = Number(block.id.slice(1));
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const length = node.nodeType === Node.COMMENT_NODE ? 1 : size(node.data);
    if (visit(node, at, length)) return;
    at += length;
  }
}
function pointAt(place, isEnd) {
  const block = blockAt(isEnd ? place - 1 : place);
  let point = null;
  if (block)
    walkBlock(block, (node, at, length) => {
      if (node.nodeType !== Node.TEXT_NODE) return false;
      point = [node, units(node.data, Math.max(0, Math.min(place - at, length)))];
      return isEnd ? place <= at + length : place < at + length;
    });
  return point;
}
function rangeOf(start, end) {
  const from = pointAt(start, false),
    to = pointAt(Math.max(end, start + 1), true);
  if (!from || !to) return null;
  const range = new Range();
  range.setStart(...from);
  range.setEnd(...to);
  return range;
}
function placeOf(node, offset) {
  const block = (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement)?.closest("#text :is(p,h3)[id^=o]");
  if (!block) return -1;
  if (node.nodeType === Node.ELEMENT_NODE) return Number(block.id.slice(1)) + (offset ? size(block.textContent) : 0);
  let place = -1;
  walkBlock(block, (other, at) => other === node && ((place = at + size(node.data.slice(0, offset))), true));
  return place;
}
// The story's own words there, without what the page adds between chapters.
function wordsAt(start, end) {
  let words = "";
  for (let row = blockRow(start); row < blocks.length && blocks[row].start < end; row++) {
    walkBlock(blocks[row].element, (node, at, length) => {
      if (node.nodeType === Node.TEXT_NODE && at < end && at + length > start)
        words += node.data.slice(units(node.data, Math.max(0, start - at)), units(node.data, Math.min(length, end - at)));
      return at >= end;
    });
    words += " ";
  }
  return words.replace(/\s+/g, " ").trim();
}
// The first place from there on at which the story has words.
function firstWordsFrom(place) {
  const row = blockRow(place),
    block = blocks[row];
  if (!block || place < block.start + size(block.element.textContent)) return Math.max(place, block?.start ?? 0);
  return blocks[row + 1]?.start ?? place;
}

function highlight(range) {
  if (globalThis.Highlight) range ? CSS.highlights.set("found", new Highlight(range)) : CSS.highlights.delete("found");
}
// Take the reader to a passage, and keep its address, so that the browser's way back leads here.
function goTo(start, end = start) {
  const hash = `#o${start}${end > start ? `-${end}` : ""}`;
  if (location.hash !== hash) history.pushState(null, "", hash);
  closeUnlessDocked();
  showPassage(start, end);
}
function showPassage(start, end) {
  const block = blockAt(start);
  if (!block) return;
  uncoverPassage(block);
  highlight(end > start ? rangeOf(start, end) : null);
  for (const old of text.querySelectorAll(".here")) old.classList.remove("here");
  block.classList.add("here");
  const target = () => {
    const box = (end > start && rangeOf(start, start + 1)?.getBoundingClientRect()) || block.getBoundingClientRect();
    scrollBy({
      top: (box.height || box.top ? box.top : block.getBoundingClientRect().top) - innerHeight / 3,
      behavior: "instant",
    });
  };
  block.scrollIntoView({ block: "center", behavior: "instant" });
  target();
  requestAnimationFrame(() => requestAnimationFrame(target));
  block.tabIndex = -1;
  block.focus({ preventScroll: true });
}
function readHash() {
  const address = /^#o(\d+)(?:-(\d+))?$/.exec(location.hash);
  if (address) showPassage(Number(address[1]), Number(address[2] ?? address[1]));
}

// A link to what is selected, or to the paragraph at the top of the window.
function selectedPlaces() {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  const start = placeOf(range.startContainer, range.startOffset),
    end = placeOf(range.endContainer, range.endOffset);
  return start >= 0 && end > start ? [start, end] : null;
}
function paragraphInView() {
  const chunk = chunkInView();
  const paragraphs = [...(chunk?.element.querySelectorAll("p[id^=o]") ?? [])];
  return (paragraphs.find((one) => one.getBoundingClientRect().bottom > 90) ?? paragraphs.at(-1))?.id.slice(1);
}
function linkTo(start, end) {
  const hash = `#o${start}${end > start ? `-${end}` : ""}`;
  history.replaceState(null, "", hash);
  const told = () => notice("The address of this passage is in the address bar and copied.");
  navigator.clipboard
    ?.writeText(location.href)
    .then(told, () => notice("The address of this passage is in the address bar."));
}
function linkSelected() {
  const places = selectedPlaces() ?? [Number(paragraphInView() ?? 0)];
  linkTo(places[0], places[1] ?? places[0]);
  $("link-words").textContent = "Copied";
  setTimeout(() => {
    $("linking").hidden = true;
  }, 1200);
}
let selecting = 0;
document.addEventListener("selectionchange", () => {
  clearTimeout(selecting);
  selecting = setTimeout(() => {
    $("linking").hidden = !selectedPlaces();
    $("link-words").textContent = "Link to these words";
  }, 250);
});
