// Everybody whom the reader has met, those who matter most first.
const MOST_SHOWN = 60;
function personRow(who, far) {
  const { lines, mentions } = figuresOf(who, far);
  return make(
    "li",
    {},
    make(
      "a",
      { href: "#companion", class: `who c${who.id}`, "data-c": who.id },
      make("span", { class: "mark", "aria-hidden": "true" }, who.mark),
      make("bdi", { class: "name" }, nameOf(who.id, far)),
      stripOf(who, far),
      make("span", { class: "count" }, lines ? count(lines, "line") : count(mentions, "mention")),
    ),
  );
}
function showPeople(pane) {
  const cast = castOf(limit);
  if (!cast.length) return pane.append(make("p", { class: "empty" }, NOTHING_YET));
  const list = make(
    "ol",
    { class: "score" },
    cast.slice(0, MOST_SHOWN).map((who) => personRow(who, limit)),
  );
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[data-c]");
    if (!row) return;
    event.preventDefault();
    event.stopPropagation();
    openSheet(Number(row.dataset.c));
  });
  pane.append(list);
  const others = cast.slice(MOST_SHOWN);
  if (others.length)
    pane.append(
      make(
        "details",
        {},
        make("summary", {}, `and ${count(others.length, "other")}`),
        make(
          "p",
          { class: "others" },
          others.map((who) => [whoLink(who.id, limit), " "]),
        ),
      ),
    );
}
function showVoices() {
  const voices = castOf(limit)
    .filter((who) => figuresOf(who, limit).lines || figuresOf(who, limit).thoughts)
    .slice(0, 10);
  $("voices").hidden = !voices.length;
  $("voices")
    .querySelector("ol")
    .replaceChildren(...voices.map((who) => personRow(who, limit)));
}
