// Ties: shown once the words that say so have been read, with where they lead.
const LIKELY = 45;
const BOTH = { married: "married", engaged: "engaged", couple: "a couple", broken: "parted" };
const tieWord = ({ kind, role }) =>
  role === "wish" ? "one-sided love" : (BOTH[role] ?? (role ? `${kind} (${role})` : kind));

// The ties that the text has shown so far, each with the passage that shows it: the best one, or the first one read.
function tiesOf(far) {
  return book().ties.flatMap((tie) => {
    const place = tie.place < far ? tie.place : tie.shown[0];
    if (
      place === undefined ||
      place >= far ||
      (tie.begins >= 0 && tie.begins >= far) ||
      ![tie.source, tie.target].every((id) => person(id))
    )
      return [];
    return [{ tie, place, end: place === tie.place ? place + tie.length : place + 1 }];
  });
}
function tieSentence(tie, far) {
  const one = whoLink(tie.source, far),
    other = whoLink(tie.target, far);
  if (tie.role === "wish") return [one, " loves ", other];
  if (
    tie.role === "sibling" ||
    tie.role === "cousin" ||
    tie.role === "in-law" ||
    tie.role === "spouse's kin" ||
    BOTH[tie.role] ||
    !tie.role
  )
    return [one, " and ", other];
  return [one, `, ${tie.role} of `, other];
}
function tieCourse(tie, far) {
  const course = [];
  if (tie.begins >= 0) course.push(`from ${chapterName(tie.begins)}`);
  if (tie.ends >= 0 && tie.ends < far) course.push(`until ${chapterName(tie.ends)}`);
  return course.join(", ");
}
const pairCurve = (one, other, far) => {
  const pair = book().pairs.find(
    (course) => (course.one === one && course.other === other) || (course.one === other && course.other === one),
  );
  if (!pair) return [];
  const { scenes } = book(),
    lastScene = isAll() ? Infinity : sceneAt(Math.max(far - 1, 0)) - 2; // each point knows two scenes ahead
  return pair.scenes
    .map((scene, i) => ({ scene, place: scenes.start[scene], value: pair.values[i] / 100 }))
    .filter(({ scene, place }) => scene <= lastScene && place < far);
};
function spark(points, label) {
  const width = 96,
    height = 22,
    far = Math.max(limit, 1),
    line = d3
      .line()
      .x(({ place }) => 1 + ((width - 2) * place) / far)
      .y(({ value }) => height / 2 - value * (height / 2 - 2))
      .curve(d3.curveMonotoneX);
  return draw(
    "svg",
    { class: "spark", viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    draw("path", { class: "zero", d: `M0 ${height / 2}H${width}` }),
    draw("path", { class: "curve", d: line(points) }),
  );
}
function tieRow({ tie, place, end }) {
  const points = pairCurve(tie.source, tie.target, limit),
    course = tieCourse(tie, limit);
  return make(
    "li",
    {},
    make(
      "p",
      { class: "tie" },
      make("span", {}, tieSentence(tie, limit)),
      points.length > 2 ? spark(points, `from ${points[0].value.toFixed(1)} to ${points.at(-1).value.toFixed(1)}`) : "",
    ),
    make(
      "p",
      { class: "soft" },
      `${tieWord(tie)} · ${tie.sure}% sure`,
      course ? " · " : "",
      make("bdi", {}, course),
      " · ",
      passage(place, end, "passage"),
    ),
  );
}
function showTies(pane) {
  showNetwork(pane);
  const told = tiesOf(limit),
    sure = told.filter(({ tie }) => tie.sure >= LIKELY),
    others = told.filter(({ tie }) => tie.sure < LIKELY);
  if (!told.length) return;
  pane.append(make("h3", {}, "Ties"), make("ul", { class: "ties" }, sure.map(tieRow)));
  if (others.length)
    pane.append(
      make(
        "details",
        {},
        make("summary", {}, `${count(others.length, "tie")} less sure`),
        make("ul", { class: "ties" }, others.map(tieRow)),
      ),
    );
}
