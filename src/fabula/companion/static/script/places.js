// The places where it plays, those with most scenes first.
// The first scene of each chapter, and of each time in it that the text names.
function visitsOf(rows) {
  const { scenes } = book(),
    visits = new Map();
  for (const scene of rows) {
    const words = [chapterName(scenes.start[scene]), scenes.times[scene]].filter(Boolean).join(", ");
    if (!visits.has(words)) visits.set(words, scenes.start[scene]);
  }
  return [...visits];
}
function showPlaces(pane) {
  const { scenes, places } = book(),
    found = new Map();
  scenes.place.forEach((place, scene) => {
    if (place < 0 || scenes.end[scene] > limit) return;
    const name = placeName(place),
      here = found.get(name) ?? { name, ids: new Set(), scenes: [] };
    here.ids.add(place);
    here.scenes.push(scene);
    found.set(name, here);
  });
  if (!found.size) return pane.append(make("p", { class: "empty" }, limit ? "No place is told so far." : NOTHING_YET));
  const ordered = [...found.values()].sort((a, b) => b.scenes.length - a.scenes.length);
  const row = (here) => {
    const there = new Map(),
      within = [...here.ids]
        .flatMap((id) => places[id].within)
        .map(placeName)
        .filter((name, i, all) => name !== here.name && found.has(name) && all.indexOf(name) === i);
    for (const scene of here.scenes) for (const id of scenes.present[scene]) there.set(id, (there.get(id) ?? 0) + 1);
    const people = [...there]
      .sort((a, b) => b[1] - a[1])
      .slice(0, 4)
      .map(([id]) => nameOf(id, limit))
      .join(", ");
    return make(
      "li",
      {},
      make(
        "details",
        {},
        make(
          "summary",
          {},
          make("bdi", { class: "name" }, here.name),
          make("span", { class: "count" }, count(here.scenes.length, "scene")),
          strip([here.scenes.map((scene) => scenes.start[scene])], limit, "chapters that play here"),
        ),
        within.length ? make("p", { class: "soft" }, "in ", make("bdi", {}, within.join(", "))) : "",
        people ? make("p", { class: "soft" }, make("bdi", {}, people)) : "",
        make(
          "ol",
          { class: "moments" },
          visitsOf(here.scenes)
            .slice(0, 40)
            .map(([words, start]) => make("li", {}, passage(start, start, make("bdi", {}, words)))),
        ),
      ),
    );
  };
  pane.append(make("ul", { class: "places" }, ordered.slice(0, 40).map(row)));
  if (ordered.length > 40)
    pane.append(
      make(
        "details",
        {},
        make("summary", {}, `and ${count(ordered.length - 40, "other")}`),
        make("ul", { class: "places" }, ordered.slice(40).map(row)),
      ),
    );
}
