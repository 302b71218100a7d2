// One character's sheet: each thing with its passages, as far as the reader has read.
const DESCRIBED = [
  ["role", "is"],
  ["age", "age"],
  ["trait", "nature"],
  ["looks", "looks"],
  ["build", "build"],
  ["face", "face"],
  ["eyes", "eyes"],
  ["hair", "hair"],
  ["skin", "skin"],
  ["voice", "voice"],
  ["hand", "handed"],
  ["wears", "wears"],
  ["owns", "has"],
  ["kin", "kin"],
  ["origin", "from"],
  ["birthday", "born"],
  ["name", "name"],
];
const SURE_ENOUGH = 60,
  ITEMS = 12;

function traits(id, kind, far) {
  const { who, kind: kinds, value, place, sure, by } = book().descriptions,
    found = new Map();
  for (let row = 0; row < who.length && place[row] < far; row++) {
    if (who[row] !== id || kinds[row] !== kind || sure[row] < SURE_ENOUGH) continue;
    const trait = found.get(value[row]) ?? { value: value[row], places: [], by: new Set() };
    trait.places.push(place[row]);
    trait.by.add(by[row]);
    found.set(value[row], trait);
  }
  return [...found.values()].sort((a, b) => b.places.length - a.places.length).slice(0, ITEMS);
}
const times = (n) => (n > 1 ? ` ${n}` : "");
const listed = (items) => items.flatMap((item, i) => (i ? [" · ", item] : [item]));
function traitItem({ value, places, by }, far) {
  const [sayer] = by,
    isSaid = by.size === 1 && sayer >= 0;
  return make(
    "span",
    {},
    passage(places[0], places[0] + 1, value),
    times(places.length),
    isSaid ? make("small", {}, " says ", nameElement(sayer, far)) : "",
  );
}
function deedItems(deeds, far, isPassive) {
  return deeds
    .map(([verb, layer, at, others]) => ({ verb, layer, places: (at.known ??= unstep(at)), others }))
    .map((deed) => ({ ...deed, n: before(deed.places, far) }))
    .filter((deed) => deed.n && !deed.layer)
    .slice(0, ITEMS)
    .map(({ verb, places, n, others }) =>
      make(
        "span",
        {},
        passage(places[0], places[0] + verb.split(" ")[0].length, verb),
        times(n),
        isPassive && others.length && isMet(person(others[0]) ?? { names: [], others: [], quotes: [] }, far)
          ? make("small", {}, " by ", nameElement(others[0], far))
          : "",
      ),
    );
}
function partners(id, far) {
  const { quotes } = book(),
    told = new Map();
  quotes.start.forEach((start, row) => {
    if (start < far && quotes.speaker[row] === id)
      for (const hearer of quotes.hearers[row] ?? []) told.set(hearer, (told.get(hearer) ?? 0) + 1);
  });
  return [...told]
    .filter(([hearer]) => hearer !== id && person(hearer))
    .sort((a, b) => b[1] - a[1])
    .slice(0, 8);
}
function stays(id, far) {
  const { scenes } = book(),
    found = new Map();
  scenes.present.forEach((there, scene) => {
    const place = scenes.place[scene];
    if (scenes.end[scene] > far || place < 0 || !there.includes(id)) return;
    const name = placeName(place),
      stay = found.get(name) ?? { name, first: scenes.start[scene], n: 0 };
    stay.n++;
    found.set(name, stay);
  });
  return [...found.values()].sort((a, b) => b.n - a.n).slice(0, 8);
}
function felt(id, far) {
  const kinds = Object.entries(book().feelings[id] ?? {}).map(([kind, at]) => ({
    kind,
    places: (at.known ??= unstep(at)),
  }));
  return kinds
    .map((one) => ({ ...one, n: before(one.places, far) }))
    .filter(({ n }) => n)
    .sort((a, b) => b.n - a.n)
    .slice(0, 8);
}

function sheetOf(pane, id, far) {
  const who = person(id),
    figures = figuresOf(who, far),
    own = book().sheets[id] ?? { does: [], undergoes: [], words: [] };
  const heading = make(
    "h3",
    { class: `c${id}`, id: "sheet-name", tabindex: -1 },
    make("span", { class: "mark", "aria-hidden": "true" }, `${who.mark} `),
    nameElement(id, far),
  );
  const about = aboutThem(who, far);
  pane.append(
    button("‹ All people", () => openTab("people"), { class: "back-to" }),
    heading,
  );
  if (about) pane.append(make("p", { class: "soft" }, about));
  pane.append(make("div", { class: `c${id}` }, stripOf(who, far)));
  const facts = make("dl", { class: "facts" });
  const fact = (label, items) => {
    if (items.length) facts.append(make("div", {}, make("dt", {}, label), make("dd", {}, listed(items))));
  };
  for (const [kind, label] of DESCRIBED)
    fact(
      label,
      traits(id, kind, far).map((trait) => traitItem(trait, far)),
    );
  fact(
    "ties",
    tiesOf(far)
      .filter(({ tie }) => (tie.source === id || tie.target === id) && tie.sure >= LIKELY)
      .slice(0, 8)
      .map(({ tie, place, end }) =>
        make(
          "span",
          {},
          passage(place, end, tieWord(tie)),
          " ",
          whoLink(tie.source === id ? tie.target : tie.source, far),
        ),
      ),
  );
  fact("does", deedItems(own.does, far, false));
  fact("done to them", deedItems(own.undergoes, far, true));
  fact(
    "feels",
    felt(id, far).map(({ kind, places, n }) => make("span", {}, passage(places[0], places[0] + 1, kind), times(n))),
  );
  if (figures.lines) fact("says", [count(figures.lines, "line"), count(figures.words, "word")]);
  fact(
    "talks to",
    partners(id, far).map(([hearer, n]) => make("span", {}, whoLink(hearer, far), times(n))),
  );
  const words = own.words
    .map(([word, at]) => ({ word, places: (at.known ??= unstep(at)) }))
    .filter(({ places }) => before(places, far) > 2);
  fact(
    "likes to say",
    words.map(({ word, places }) => passage(places[0], places[0] + word.length, word)),
  );
  const shown = nameOf(id, far);
  fact(
    "also called",
    namesOf(who, far)
      .filter(({ form }) => form !== shown)
      .slice(0, 10)
      .map(({ form, times: n, at }) =>
        make("span", {}, passage(at[0], at[0] + form.length, make("bdi", {}, form)), times(n)),
      ),
  );
  fact(
    "is at",
    stays(id, far).map(({ name, first, n }) =>
      make("span", {}, passage(first, first, make("bdi", {}, name)), times(n)),
    ),
  );
  const all = placesOf(who),
    last = all[before(all, far) - 1] ?? firstPlace(who),
    first = firstPlace(who);
  fact("first seen", [passage(first, first + 1, make("bdi", {}, chapterName(first)))]);
  if (chapterAt(last) !== chapterAt(first))
    fact("last seen", [passage(last, last + 1, make("bdi", {}, chapterName(last)))]);
  pane.append(
    facts,
    make(
      "div",
      { class: "actions" },
      button("Follow in the text", () => {
        closeUnlessDocked();
        follow(id);
      }),
    ),
  );
}
