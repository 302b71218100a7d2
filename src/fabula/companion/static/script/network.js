// Who is with whom: a network of the chapters read, its people laid out once and only its lines changing with the slider.
const MOST_NODES = 24,
  NETWORKS = [
    ["company", "together"],
    ["dialogue", "talk"],
    ["mention", "speak of"],
  ];
const networkChoice = { kind: "company", chapter: Infinity, isAlone: false };
const linksOf = {};

// Every link with its place: [place, one, other].
function linksBy(kind) {
  return (linksOf[kind] ??= { company, dialogue, mention: spokenOf }[kind]().sort((a, b) => a[0] - b[0]));
}
function company() {
  const { scenes } = book(),
    found = [];
  scenes.present.forEach((there, scene) =>
    there.forEach((one, i) => there.slice(i + 1).forEach((other) => found.push([scenes.end[scene] - 1, one, other]))),
  );
  return found;
}
function dialogue() {
  const { quotes } = book(),
    found = [];
  for (const [row, hearers] of Object.entries(quotes.hearers))
    if (KINDS[quotes.kind[row]] === "speech")
      for (const hearer of hearers) found.push([quotes.start[row], quotes.speaker[row], hearer]);
  return found;
}
function spokenOf() {
  const { quotes, people } = book(),
    found = [],
    seen = new Set();
  const all = people.flatMap((who) => placesOf(who).map((place) => [place, who.id])).sort((a, b) => a[0] - b[0]),
    places = all.map(([place]) => place);
  quotes.spans.quote.forEach((row, i) => {
    if (KINDS[quotes.kind[row]] !== "speech") return;
    for (let at = before(places, quotes.spans.start[i]); places[at] < quotes.spans.end[i]; at++) {
      const id = all[at][1],
        key = `${row} ${id}`;
      if (seen.has(key) || quotes.hearers[row]?.includes(id)) continue;
      seen.add(key);
      found.push([quotes.start[row], quotes.speaker[row], id]);
    }
  });
  return found;
}
function weigh(kind, from, to) {
  const weights = new Map();
  for (const [place, one, other] of linksBy(kind)) {
    if (place < from || place >= to || one === other || !person(one) || !person(other)) continue;
    const key = one < other ? `${one} ${other}` : `${other} ${one}`;
    weights.set(key, (weights.get(key) ?? 0) + 1);
  }
  return [...weights]
    .map(([key, weight]) => ({ ends: key.split(" ").map(Number), weight }))
    .sort((a, b) => b.weight - a.weight);
}
function strengths(links) {
  const sums = new Map();
  for (const { ends, weight } of links) for (const id of ends) sums.set(id, (sums.get(id) ?? 0) + weight);
  return sums;
}

// Stretch the layout to the room there is, and keep everybody inside.
function spread(nodes, axis, room) {
  const at = nodes.map((node) => node[axis]),
    low = Math.min(...at),
    high = Math.max(...at);
  const from = Math.max(...nodes.map((node) => room(node)[0])),
    to = Math.min(...nodes.map((node) => room(node)[1]));
  const scale = Math.min(2, Math.max(to - from, 1) / Math.max(high - low, 1)),
    middle = (from + to) / 2;
  for (const node of nodes) node[axis] = middle + (node[axis] - (low + high) / 2) * scale;
}

function layOut(links, width, height) {
  const sums = strengths(links),
    most = width < 420 ? 16 : MOST_NODES;
  const nodes = [...sums]
    .sort((a, b) => b[1] - a[1])
    .slice(0, most)
    .map(([id, sum]) => ({ id, name: nameOf(id, limit), sum }));
  const highest = nodes[0]?.sum ?? 1,
    heaviest = links[0]?.weight ?? 1;
  for (const node of nodes) {
    node.radius = 4 + 10 * Math.sqrt(node.sum / highest);
    node.half = Math.max(node.radius, Math.min(node.name.length, 16) * 3.1);
  }
  const known = new Set(nodes.map(({ id }) => id));
  const ties = links
    .filter(({ ends }) => ends.every((id) => known.has(id)))
    .map(({ ends, weight }) => ({ source: ends[0], target: ends[1], weight }));
  const simulation = d3
    .forceSimulation(nodes)
    .force(
      "link",
      d3
        .forceLink(ties)
        .id(({ id }) => id)
        .distance(({ weight }) => 56 + 90 * (1 - Math.sqrt(weight / heaviest)))
        .strength(({ weight }) => 0.04 + 0.4 * Math.sqrt(weight / heaviest)),
    )
    .force("apart", d3.forceManyBody().strength(-260))
    .force("x", d3.forceX(width / 2).strength(0.07))
    .force("y", d3.forceY(height / 2).strength(0.1))
    .force(
      "room",
      d3
        .forceCollide()
        .radius(({ half, radius }) => Math.max(half * 0.8, radius + 12))
        .strength(0.9),
    )
    .stop();
  simulation.tick(240);
  spread(nodes, "x", ({ half }) => [half + 2, width - half - 2]);
  spread(nodes, "y", ({ radius }) => [radius + 4, height - radius - 18]);
  return nodes;
}

function showNetwork(pane) {
  const { chapters } = book(),
    last = limit > 0 ? chapterAt(limit - 1) : -1;
  if (last < 0) return pane.append(make("p", { class: "empty" }, NOTHING_YET));
  const choice = networkChoice,
    width = Math.max(280, pane.clientWidth),
    height = Math.round(Math.min(width * 0.86, 440));
  choice.chapter = Math.min(choice.chapter, last);
  const nodes = layOut(weigh(choice.kind, 0, limit), width, height),
    at = new Map(nodes.map((node) => [node.id, node]));
  const lines = draw("g", { class: "links" }),
    dots = draw("g", { class: "nodes" });
  const web = draw("svg", { class: "network", viewBox: `0 0 ${width} ${height}`, role: "img" }, lines, dots);
  const strongest = make("ul", { class: "strongest" }),
    told = make("output", {});
  const change = () => {
    const from = choice.isAlone ? chapters[choice.chapter].start : 0,
      to = Math.min(chapters[choice.chapter].end, limit);
    const links = weigh(choice.kind, from, to),
      sums = strengths(links),
      heaviest = links[0]?.weight ?? 1,
      highest = Math.max(1, ...sums.values());
    lines.replaceChildren(
      ...links
        .filter(({ ends }) => ends.every((id) => at.has(id)))
        .reverse()
        .map(({ ends, weight }) => {
          const [one, other] = ends.map((id) => at.get(id));
          return draw("path", {
            d: `M${one.x.toFixed(1)} ${one.y.toFixed(1)}L${other.x.toFixed(1)} ${other.y.toFixed(1)}`,
            "stroke-width": (0.5 + 6 * (weight / heaviest)).toFixed(2),
            "stroke-opacity": (0.25 + 0.6 * (weight / heaviest)).toFixed(2),
          });
        }),
    );
    dots.replaceChildren(
      ...nodes.map((node) => {
        const sum = sums.get(node.id) ?? 0,
          radius = sum ? 4 + 10 * Math.sqrt(sum / highest) : 3;
        const words = node.name.length > 18 ? `${node.name.slice(0, 17)}…` : node.name;
        return draw(
          "g",
          { class: `node c${node.id}${sum ? "" : " absent"}`, click: () => openSheet(node.id) },
          draw("circle", { cx: node.x.toFixed(1), cy: node.y.toFixed(1), r: radius.toFixed(1) }),
          draw("text", { x: node.x.toFixed(1), y: (node.y + radius + 12).toFixed(1) }, words),
        );
      }),
    );
    told.textContent = choice.isAlone
      ? `in ${chapters[choice.chapter].name}`
      : `up to ${chapters[choice.chapter].name}`;
    const what = { company: ["scene", "scenes"], dialogue: ["line", "lines"], mention: ["line", "lines"] }[choice.kind];
    strongest.replaceChildren(
      ...links
        .slice(0, 6)
        .map(({ ends, weight }) =>
          make(
            "li",
            {},
            make("span", {}, whoLink(ends[0], limit), " and ", whoLink(ends[1], limit)),
            make("span", { class: "count" }, count(weight, ...what)),
          ),
        ),
    );
    web.setAttribute(
      "aria-label",
      `${count(links.length, "pair")} ${told.textContent}; the strongest are listed below`,
    );
  };
  const slider = make("input", {
    type: "range",
    min: 0,
    max: last,
    value: choice.chapter,
    "aria-label": "Chapter",
    input: () => {
      choice.chapter = Number(slider.value);
      change();
    },
  });
  const alone = make(
    "label",
    { class: "alone" },
    make("input", {
      type: "checkbox",
      checked: choice.isAlone,
      change: (event) => {
        choice.isAlone = event.target.checked;
        change();
      },
    }),
    " this chapter alone",
  );
  pane.append(
    choices("Who is", NETWORKS, choice.kind, (kind) => {
      choice.kind = kind;
      openTab("ties", "keep");
    }),
    web,
    ...(last > 0 ? [make("div", { class: "slider" }, slider, make("p", {}, told, alone))] : []),
    strongest,
  );
  change();
}
