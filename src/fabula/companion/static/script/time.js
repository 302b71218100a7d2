// The order of the telling against the order of the world.
const GROUP = 40;
let timeOrder = "told";
function momentsOf(far) {
  const { scenes, layers, order } = book();
  const moments = order.map((row) =>
    row >= 0
      ? { row, isScene: true, start: scenes.start[row], end: scenes.end[row], layer: scenes.layer[row] }
      : { row: -1 - row, isScene: false, start: layers.start[-1 - row], end: layers.end[-1 - row], layer: -1 - row },
  );
  const known = moments.filter(({ start, end }) => (far >= book().length ? true : start < far && end <= far));
  known.forEach((moment, i) => {
    moment.happened = i;
  });
  [...known]
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .forEach((moment, i) => {
      moment.told = i;
    });
  return known;
}
// Those that stand out of the longest run of moments told as they happened.
function outOfOrder(moments) {
  const tails = [],
    before = new Map();
  for (const moment of moments) {
    let low = 0,
      high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      tails[middle].told < moment.told ? (low = middle + 1) : (high = middle);
    }
    before.set(moment, tails[low - 1]);
    tails[low] = moment;
  }
  const straight = new Set();
  for (let moment = tails.at(-1); moment; moment = before.get(moment)) straight.add(moment);
  return moments.filter((moment) => !straight.has(moment));
}
function momentWords(moment) {
  const { scenes, layers } = book(),
    kind = moment.layer >= 0 ? (LAYER_NAMES[layers.kind[moment.layer]] ?? layers.kind[moment.layer]) : "";
  const where = moment.isScene
    ? [placeName(scenes.place[moment.row]), scenes.times[moment.row]].filter(Boolean).join(", ")
    : "";
  const who = moment.isScene
    ? scenes.present[moment.row].slice(0, 3)
    : layers.owner[moment.layer] >= 0
      ? [layers.owner[moment.layer]]
      : [];
  const names = who.map((id) => nameOf(id, limit)).join(", ");
  return [
    kind ? make("em", {}, `${kind} `) : "",
    make("bdi", {}, where),
    where && names ? ": " : "",
    make("bdi", {}, names),
    !where && !names ? make("bdi", {}, `“${openingOf(moment)}…”`) : "",
  ];
}
function openingOf(moment) {
  const start = firstWordsFrom(moment.start),
    words = wordsAt(start, Math.min(start + 60, moment.end));
  return words.replace(/\s\S*$/, "");
}
const LAYER_NAMES = { hypothetical: "imagined", told: "told tale" };
const momentRow = (moment) =>
  make(
    "li",
    { value: moment.told + 1 },
    make(
      "a",
      {
        class: "to",
        href: `#o${moment.start}`,
        click: (event) => {
          event.preventDefault();
          goTo(moment.start);
        },
      },
      momentWords(moment),
    ),
  );

function orderChart(moments, strays, width) {
  const height = Math.round(Math.min(width * 0.6, 300)),
    n = Math.max(moments.length - 1, 1),
    stray = new Set(strays);
  const x = (i) => 30 + ((width - 40) * i) / n,
    y = (i) => 8 + ((height - 36) * (n - i)) / n;
  return draw(
    "svg",
    {
      class: "order",
      viewBox: `0 0 ${width} ${height}`,
      role: "img",
      "aria-label": `${moments.length} scenes and layers; ${strays.length} are told in another order than they happened`,
    },
    draw("path", { class: "zero", d: `M30 8V${height - 24}H${width - 8}` }),
    draw("text", { x: width - 8, y: height - 6, class: "right" }, "as it is told →"),
    draw("text", { x: 8, y: height - 28, transform: `rotate(-90 14 ${height - 28})` }, "as it happened →"),
    ...moments.map((moment) =>
      draw(
        "circle",
        {
          class: stray.has(moment) ? "stray" : moment.layer >= 0 ? "layered" : "",
          cx: x(moment.told).toFixed(1),
          cy: y(moment.happened).toFixed(1),
          r: stray.has(moment) ? 4 : 2,
          click: () => goTo(moment.start),
        },
        draw("title", {}, chapterName(moment.start)),
      ),
    ),
  );
}
function showTime(pane) {
  const moments = momentsOf(limit);
  if (!moments.length) return pane.append(make("p", { class: "empty" }, NOTHING_YET));
  const strays = outOfOrder(moments).sort((a, b) => a.told - b.told);
  if (strays.length) {
    pane.append(
      make(
        "p",
        {},
        `Of ${number(moments.length)} scenes and layers ${strays.length === 1 ? "one is" : `${number(strays.length)} are`} told out of the order of the world, as far as the text shows it.`,
      ),
      orderChart(moments, strays, Math.max(280, pane.clientWidth)),
      make("h3", {}, "Told out of order"),
      make("ol", { class: "moments" }, strays.slice(0, 40).map(momentRow)),
    );
  } else pane.append(make("p", {}, "Told as it happened, as far as the text shows it."));
  const list = make("div", { class: "all-moments" });
  const order = (value) => {
    timeOrder = value;
    const groups = [];
    [...moments]
      .sort((a, b) => a[value] - b[value])
      .forEach((moment, i) => {
        const key = value === "told" ? chapterAt(moment.start) : Math.floor(i / GROUP);
        if (groups.at(-1)?.key !== key) groups.push({ key, moments: [] });
        groups.at(-1).moments.push(moment);
      });
    list.replaceChildren(
      ...groups.map((group) => {
        const shown = make(
          "section",
          {},
          value === "told" ? make("h4", {}, make("bdi", {}, book().chapters[group.key].name)) : "",
          make("ol", { class: "moments" }, group.moments.map(momentRow)),
        );
        shown.style.containIntrinsicSize = `auto ${group.moments.length * 1.9 + 2}rem`;
        return shown;
      }),
    );
  };
  pane.append(
    make("h3", {}, "All scenes"),
    choices(
      "Order",
      [
        ["told", "as told"],
        ["happened", "as it happened"],
      ],
      timeOrder,
      order,
    ),
    list,
  );
  order(timeOrder);
}
