// What was read of the book: decoded once, when first needed. Every place is in code points of the text.
const KINDS = ["speech", "thought", "writing"],
  MODES = ["in person", "call", "message", "remembered", "imagined"];
const DECIDERS = ["rule", "model", "correction"],
  MARKS = ["●", "■", "▲", "◆", "★", "▼", "◐", "✚"],
  NOBODY = "○";
let read = null;
const book = () => (read ??= decode(JSON.parse($("data").textContent)));

const unstep = (list) => {
  let at = 0;
  return list.map((step) => (at += step));
};
function before(list, place) {
  let low = 0,
    high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    list[middle] < place ? (low = middle + 1) : (high = middle);
  }
  return low;
}

function decode(raw) {
  const spans = (table) => {
    table.start = unstep(table.start);
    table.end = table.start.map((start, i) => start + table.length[i]);
    return table;
  };
  const people = raw.people.map((who) => ({
    ...who,
    mark: MARKS[who.slot] ?? NOBODY,
    names: who.names.map(([form, isProper, at]) => ({ form, isProper, at: unstep(at) })),
    others: unstep(who.others),
    quotes: [],
  }));
  const byId = new Map(people.map((who) => [who.id, who]));
  const chapters = unstep(raw.chapters.start).map((start, i, starts) => ({
    name: raw.chapters.name[i],
    start,
    end: starts[i + 1] ?? raw.length,
  }));
  const quotes = { ...raw.quotes, start: unstep(raw.quotes.start), spans: spans(raw.quotes.spans) };
  quotes.spans.quote = unstep(quotes.spans.quote);
  quotes.speaker.forEach((id, row) => byId.get(id)?.quotes.push(row));
  const ties = raw.ties.map((tie) => ({ ...tie, shown: unstep(tie.shown) }));
  const curve = (scenes) => unstep(scenes);
  return {
    ...raw,
    chapters,
    people,
    byId,
    quotes,
    ties,
    scenes: spans(raw.scenes),
    layers: spans(raw.layers),
    notes: spans(raw.notes),
    descriptions: { ...raw.descriptions, place: unstep(raw.descriptions.place) },
    pairs: raw.pairs.map(([one, other, scenes, values]) => ({ one, other, scenes: curve(scenes), values })),
    moods: raw.moods.map(([id, scenes, values, words]) => ({ id, scenes: curve(scenes), values, words })),
  };
}

// All of these take how far may be told, `far`: nothing from there on is counted or named.
const person = (id) => book().byId.get(Number(id));
function placesOf(who) {
  return (who.all ??= [who.others, ...who.names.map((name) => name.at)].flat().sort((a, b) => a - b));
}
function firstPlace(who) {
  return Math.min(placesOf(who)[0] ?? Infinity, book().quotes.start[who.quotes[0]] ?? Infinity);
}
const isMet = (who, far) => firstPlace(who) < far;
function namesOf(who, far) {
  const known = who.names.map(({ form, isProper, at }) => ({ form, isProper, times: before(at, far), at }));
  return known
    .filter((name) => name.times)
    .sort((a, b) => b.isProper - a.isProper || b.times - a.times || b.form.length - a.form.length);
}
function nameOf(id, far) {
  const who = person(id);
  if (!who) return "someone";
  if (far >= book().length) return who.name;
  const known = namesOf(who, far);
  if (known.some((name) => name.form === who.name)) return who.name;
  return known[0]?.form ?? "someone";
}
function figuresOf(who, far) {
  const { start, kind, words } = book().quotes,
    figures = { lines: 0, thoughts: 0, words: 0, mentions: before(placesOf(who), far) };
  for (const row of who.quotes) {
    if (start[row] >= far) break;
    KINDS[kind[row]] === "thought" ? figures.thoughts++ : (figures.lines++, (figures.words += words[row]));
  }
  return figures;
}
const aboutThem = (who, far) =>
  [
    before(who.others, far) ? who.pronouns : "",
    who.kind === "group" ? "a group" : "",
    who.narrator ? "tells the story" : "",
  ]
    .filter(Boolean)
    .join(" · ");
function castOf(far) {
  const weigh = (who) => {
    const { lines, mentions } = figuresOf(who, far);
    return 3 * lines + mentions;
  };
  const met = book()
    .people.filter((who) => isMet(who, far))
    .map((who) => [who, weigh(who)]);
  return met.sort((a, b) => b[1] - a[1]).map(([who]) => who);
}
function chapterAt(place) {
  const { chapters } = book();
  let chapter = chapters.length - 1;
  while (chapter > 0 && chapters[chapter].start > place) chapter--;
  return chapter;
}
function sceneAt(place) {
  return Math.max(before(book().scenes.start, place + 1) - 1, 0);
}
const chapterName = (place) => book().chapters[chapterAt(place)].name;
const placeName = (id) => book().places[id]?.name ?? "";

// How often each chapter has a place of these; stretches of the text where there are few chapters, several where many.
const FEW_CHAPTERS = 8,
  MOST_BARS = 120,
  STRETCHES = 40;
let stretches = null;
function stretchesOf() {
  const { chapters, length } = book(),
    n = chapters.length < FEW_CHAPTERS ? STRETCHES : Math.min(chapters.length, MOST_BARS);
  const edge = (i) =>
    n === STRETCHES && chapters.length < FEW_CHAPTERS
      ? Math.round((i * length) / n)
      : (chapters[Math.floor((i * chapters.length) / n)]?.start ?? length);
  return (stretches ??= Array.from({ length: n }, (_, i) => [edge(i), edge(i + 1)]));
}
function barsOf(lists, far) {
  return stretchesOf().map(([start, end]) => {
    const last = Math.min(end, far);
    return last <= start ? 0 : lists.reduce((sum, list) => sum + before(list, last) - before(list, start), 0);
  });
}
function strip(lists, far, label) {
  const counts = barsOf(lists, far),
    highest = Math.max(1, ...counts);
  const bars = counts.map((n, i) => {
    const tall = n && Math.max(2, Math.round(12 * Math.sqrt(n / highest)));
    return n ? `M${i} ${12 - tall}h.9v${tall}h-.9z` : "";
  });
  return draw(
    "svg",
    {
      class: "strip",
      viewBox: `0 0 ${counts.length} 12`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": label,
    },
    draw("path", { d: bars.join("") }),
  );
}
function stripOf(who, far) {
  const starts = who.quotes.map((row) => book().quotes.start[row]);
  const chapters = book().chapters.filter(({ start, end }) =>
    [placesOf(who), starts].some((list) => before(list, Math.min(end, far)) > before(list, start)),
  ).length;
  return strip([placesOf(who), starts], far, `in ${chapters} of ${count(book().chapters.length, "chapter")} so far`);
}
