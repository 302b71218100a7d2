// Curves over the book as far as it has been read, with a cursor that leads back to the text.
const chapterMark = (row) =>
  /\b([ivxlc]+|\d+)\b[.:]?/i.exec(
    book().chapters[row].name.replace(/^(chapter|book|part|letter|stave)\s+/i, ""),
  )?.[1] ?? String(row + 1);

const LEAST_REACH = 0.05;
function chapterAxis(x, far, height) {
  const axis = draw("g", { class: "axis" });
  let last = -Infinity;
  book().chapters.forEach(({ start }, row) => {
    if (start >= far || (!start && row)) return;
    const at = x(start);
    axis.append(draw("path", { d: `M${at} ${height - 18}v4` }));
    if (at - last < 30) return;
    axis.append(draw("text", { x: at, y: height - 3 }, chapterMark(row)));
    last = at;
  });
  return axis;
}

// series: [{ name, class, points: [{ place, value (null: not known), scene }] }]; the cursor goes along the first of them.
function curves({ series, width, height = 150, label, high, low, far }) {
  const known = series.flatMap(({ points }) => points.map(({ value }) => value ?? 0));
  const lowest = Math.min(-LEAST_REACH, ...known),
    highest = Math.max(LEAST_REACH, ...known),
    top = 18, // under the words
    bottom = height - 20;
  const x = (place) => 2 + ((width - 4) * place) / Math.max(far, 1);
  const y = (value) => top + ((highest - value) / (highest - lowest)) * (bottom - top - 14);
  const line = d3
    .line()
    .defined(({ value }) => value != null)
    .x(({ place }) => x(place))
    .y(({ value }) => y(value))
    .curve(d3.curveMonotoneX);
  const cursor = draw("path", { class: "cursor" });
  const chart = draw(
    "svg",
    { class: "curves", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    draw("path", { class: "zero", d: `M0 ${y(0)}H${width}` }),
    draw("text", { class: "end-of-scale", x: 2, y: 10 }, high),
    draw("text", { class: "end-of-scale", x: 2, y: bottom - 2 }, low),
    chapterAxis(x, far, height),
    cursor,
    ...series.map((one) => draw("path", { class: `curve ${one.class}`, d: line(one.points) ?? "" })),
  );
  const points = series[0].points.filter(({ value }) => value != null),
    figure = make("figure", { class: "chart" }, chart);
  if (points.length < 2) return figure;
  const told = make("output", {}),
    range = make("input", {
      type: "range",
      min: 0,
      max: points.length - 1,
      value: points.length - 1,
      "aria-label": "Where in the book",
    });
  const move = () => {
    const point = points[range.value],
      where = placeName(book().scenes.place[point.scene]);
    const others = series.map((one) => {
      const there = one.points.find(({ scene }) => scene === point.scene);
      return there?.value == null
        ? ""
        : `${series.length > 1 ? `${one.name} ` : ""}${there.value > 0 ? "+" : ""}${there.value.toFixed(2)}`;
    });
    told.replaceChildren(
      make("bdi", {}, chapterName(point.place)),
      where ? " · " : "",
      make("bdi", {}, where),
      ` · ${others.filter(Boolean).join(", ")}`,
    );
    cursor.setAttribute("d", `M${x(point.place)} 0V${bottom}`);
  };
  const nearest = (event) => {
    const box = chart.getBoundingClientRect(),
      place = ((event.clientX - box.left) / box.width) * far;
    range.value = points.reduce(
      (best, point, i) => (Math.abs(point.place - place) < Math.abs(points[best].place - place) ? i : best),
      0,
    );
    move();
  };
  range.addEventListener("input", move);
  chart.addEventListener("pointermove", nearest);
  chart.addEventListener("click", nearest);
  move();
  figure.append(
    range,
    make(
      "figcaption",
      {},
      told,
      " ",
      button("Take me there", () => goTo(points[range.value].place)),
    ),
  );
  return figure;
}

function choices(name, options, chosen, change) {
  return make(
    "div",
    { class: "choices", role: "radiogroup", "aria-label": name },
    ...options.map(([value, words]) =>
      make(
        "label",
        {},
        make("input", { type: "radio", name, value, checked: value === chosen, change: () => change(value) }),
        make("span", {}, words),
      ),
    ),
  );
}
const passage = (start, end, words) =>
  make(
    "a",
    {
      class: "to",
      href: `#o${start}${end > start ? `-${end}` : ""}`,
      click: (event) => {
        event.preventDefault();
        goTo(start, end);
      },
    },
    words,
  );
const whoLink = (id, far) => {
  const who = person(id);
  return who
    ? make(
        "a",
        {
          href: "#companion",
          class: `who c${id}`,
          click: (event) => {
            event.preventDefault();
            event.stopPropagation();
            openSheet(id);
          },
        },
        make("bdi", { class: "name" }, nameOf(id, far)),
      )
    : nameElement(id, far);
};
const NOTHING_YET = "Nothing yet: it grows as you read.";
