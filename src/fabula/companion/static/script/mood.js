// Mood curves, smoothed here from the scenes that have been read, so that none of them knows what is to come.
const FEWEST_WORDS = 20,
  FEWEST_POINTS = 3,
  FIRST_CURVES = 2,
  LONGEST_GAP = 4;
let moodsShown = null,
  pairShown = "";
function moodPoints({ scenes, values, words }, far) {
  const all = book().scenes,
    width = Math.max(1, 0.03 * all.start.length),
    n = scenes.filter((scene) => all.end[scene] <= far).length;
  const points = scenes.slice(0, n).map((scene) => {
    let total = 0,
      sum = 0;
    for (let other = 0; other < n; other++) {
      const away = (scenes[other] - scene) / width;
      if (Math.abs(away) > 5) continue;
      const weight = Math.exp(-0.5 * away * away) * words[other];
      total += weight;
      sum += (weight * values[other]) / 100;
    }
    return { scene, place: all.start[scene], value: total >= FEWEST_WORDS ? sum / total : null };
  });
  const gap = (point, i) => i > 0 && point.scene - points[i - 1].scene > LONGEST_GAP * width;
  return points.flatMap((point, i) => (gap(point, i) ? [{ ...point, scene: -1, value: null }, point] : [point]));
}
function showMood(pane) {
  const far = limit,
    width = Math.max(280, pane.clientWidth);
  const known = book()
    .moods.map((mood) => ({ ...mood, points: moodPoints(mood, far) }))
    .filter(
      ({ id, points }) =>
        points.filter(({ value }) => value != null).length >= FEWEST_POINTS &&
        (id < 0 || (person(id) && isMet(person(id), far))),
    );
  if (!known.length)
    return pane.append(make("p", { class: "empty" }, limit ? "Too few scenes tell of a mood so far." : NOTHING_YET));
  moodsShown ??= new Set(known.slice(0, FIRST_CURVES).map(({ id }) => id));
  const holder = make("div"),
    nameFor = (id) => (id < 0 ? "the telling" : nameOf(id, far));
  const redraw = () => {
    const series = known
      .filter(({ id }) => moodsShown.has(id))
      .map(({ id, points }) => ({ name: nameFor(id), class: id < 0 ? "telling" : `c${id}`, points }));
    holder.replaceChildren(
      series.length
        ? curves({
            series,
            width,
            far,
            label: `How pleasant the words are, of ${series.map(({ name }) => name).join(", ")}`,
            high: "pleasant",
            low: "unpleasant",
          })
        : "",
    );
  };
  const chips = make(
    "div",
    { class: "chips", role: "group", "aria-label": "Whose mood" },
    known.map(({ id }) =>
      make(
        "label",
        { class: id < 0 ? "telling" : `c${id}` },
        make("input", {
          type: "checkbox",
          checked: moodsShown.has(id),
          change: (event) => {
            event.target.checked ? moodsShown.add(id) : moodsShown.delete(id);
            redraw();
          },
        }),
        make(
          "span",
          {},
          make("i", { "aria-hidden": "true" }, id < 0 ? "—" : person(id).mark),
          " ",
          make("bdi", {}, nameFor(id)),
        ),
      ),
    ),
  );
  pane.append(
    make("p", { class: "soft" }, "How pleasant the words of each scene are. It is about words, not hearts."),
    chips,
    holder,
  );
  redraw();
  showPairs(pane, far, width);
}
function showPairs(pane, far, width) {
  const pairs = book()
    .pairs.map(({ one, other }) => ({ one, other, points: pairCurve(one, other, far) }))
    .filter(({ one, other, points }) => points.length > 2 && person(one) && person(other));
  if (!pairs.length) return;
  const key = ({ one, other }) => `${one} ${other}`,
    holder = make("div");
  pairs.sort((a, b) => b.points.length - a.points.length);
  if (!pairs.some((pair) => key(pair) === pairShown)) pairShown = key(pairs[0]);
  const redraw = () => {
    const { one, other, points } = pairs.find((pair) => key(pair) === pairShown),
      name = `${nameOf(one, far)} and ${nameOf(other, far)}`;
    holder.replaceChildren(
      curves({
        series: [{ name, class: "telling", points }],
        width,
        far,
        label: `How warm ${name} are`,
        high: "warm",
        low: "cold",
      }),
    );
  };
  const select = make(
    "select",
    {
      id: "pair",
      change: () => {
        pairShown = select.value;
        redraw();
      },
    },
    pairs.map((pair) =>
      make(
        "option",
        { value: key(pair), selected: key(pair) === pairShown },
        `${nameOf(pair.one, far)} and ${nameOf(pair.other, far)}`,
      ),
    ),
  );
  pane.append(
    make("h3", {}, "Between two"),
    make("p", {}, make("label", { for: "pair", class: "unseen" }, "Which two"), select),
    holder,
  );
  redraw();
}
