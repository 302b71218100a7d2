// The card: who says a line, and why that is thought; who somebody is.
let current = null,
  returnTo = null;
const classId = (element) => (/(?:^|\s)c(\d+)/.exec(element.className) || [])[1];
const quoteId = (element) => element.dataset.q ?? element.id.slice(1);
const nameElement = (id, far) => make("bdi", {}, nameOf(id, far));
const placeIn = (element) => {
  const range = new Range();
  range.setStart(element, 0);
  return placeOf(element.firstChild?.nodeType === Node.TEXT_NODE ? element.firstChild : element, 0);
};

function facts(who, far) {
  const figures = figuresOf(who, far),
    list = make("dl");
  const values = [
    ["lines", figures.lines],
    ["words", figures.words],
    ["mentions", figures.mentions],
  ];
  if (figures.thoughts) values.push(["thoughts", figures.thoughts]);
  for (const [label, value] of values)
    list.append(make("div", {}, make("dt", {}, label), make("dd", {}, number(value))));
  const shown = nameOf(who.id, far),
    others = namesOf(who, far)
      .filter((name) => name.isProper && name.form !== shown)
      .slice(0, 12);
  const parts = [
    list,
    stripOf(who, far),
    make("p", { class: "soft" }, "First seen in ", make("bdi", {}, chapterName(firstPlace(who)))),
  ];
  if (others.length) {
    const line = make("p", { class: "soft" }, "Also called ");
    others.forEach(({ form, times }, i) =>
      line.append(i ? ", " : "", make("bdi", {}, form), times > 1 ? ` (${times})` : ""),
    );
    parts.push(line);
  }
  parts.push(
    make(
      "div",
      { class: "actions" },
      button("Everything about them", () => openSheet(who.id, far)),
      button(
        "Follow",
        () => {
          follow(who.id);
          hidePanel();
        },
        { "data-follow": who.id },
      ),
      button(
        "First appearance",
        () => {
          hidePanel();
          goTo(firstPlace(who), firstPlace(who) + 1);
        },
        { "data-first": who.id },
      ),
    ),
  );
  return parts;
}

function titled(id, far, verb, hearers) {
  const who = person(id),
    title = make("h2", { id: "panel-name" });
  if (who) title.append(make("span", { class: "mark", "aria-hidden": "true" }, who.mark), nameElement(id, far));
  else title.append("Speaker unknown");
  const parts = [title];
  if (verb) {
    const line = make("p", {}, verb);
    hearers.forEach((hearer, i) => line.append(i ? " and " : " to ", nameElement(hearer, far)));
    parts.push(line);
  }
  const about = who ? aboutThem(who, far) : "";
  if (about) parts.push(make("p", { class: "soft" }, about));
  return parts;
}

function why(row) {
  const { quotes } = book(),
    box = make("div", { class: "why" });
  if (quotes.speaker[row] < 0) return fill(box, {}, ["Nothing in the text says who this is."]);
  const sure = quotes.sure[row];
  const word = sure >= 90 ? "Nearly certain" : sure >= 70 ? "Likely" : sure >= 50 ? "More likely than not" : "A guess";
  const bar = make("span", { class: "bar-of", "aria-hidden": "true" }, make("i"));
  bar.firstChild.style.width = `${sure}%`;
  box.append(make("span", {}, `${word}: ${sure}% sure`), bar);
  const start = quotes.start[row] + quotes.evidence[2 * row],
    length = quotes.evidence[2 * row + 1];
  const evidence = length ? wordsAt(start, start + Math.min(length, 90)) : "";
  if (evidence)
    box.append(
      make("span", { class: "soft" }, "because the text says "),
      make("q", {}, evidence + (length > 90 ? "…" : "")),
    );
  if (quotes.by[row] >= 0)
    box.append(make("span", { class: "soft" }, `${evidence ? "; " : ""}decided by a ${DECIDERS[quotes.by[row]]}`));
  return box;
}

function showCard(id, parts, keepFocus) {
  panel.replaceChildren(button("×", hidePanel, { class: "close", "aria-label": "Close" }), ...parts);
  panel.style.setProperty("--k", `var(--${person(id)?.slot >= 0 ? `k${person(id).slot}` : "minor"})`);
  panel.hidden = false;
  panel.scrollTop = 0;
  if (!keepFocus) panel.focus({ preventScroll: true });
}
function uncover(element) {
  const shown = panel.getBoundingClientRect();
  if (!WIDE.matches && element.getBoundingClientRect().top > shown.top - 80)
    scrollBy(0, element.getBoundingClientRect().top - shown.top / 2);
}
function showQuote(element, keepFocus) {
  const { quotes } = book(),
    row = Number(quoteId(element));
  if (!(row < quotes.start.length)) return;
  const id = quotes.speaker[row],
    kind = KINDS[quotes.kind[row]],
    mode = MODES[quotes.mode[row]];
  const far = Math.max(limit, quotes.start[row] + 1);
  const said = { speech: "says this", thought: "thinks this", writing: "writes this" }[kind];
  const how =
    mode === "in person" || kind !== "speech"
      ? ""
      : `, ${{ call: "on a call", message: "in a message" }[mode] ?? mode}`;
  showCard(
    id,
    [
      ...titled(id, far, said + how, quotes.hearers[row] ?? []),
      why(row),
      ...(text.dataset.putRight
        ? [make("p", { class: "soft" }, make("a", { href: `${text.dataset.putRight}${row}#l${row}` }, "Not so? Put it right"))]
        : []),
      ...(person(id) ? facts(person(id), far) : []),
    ],
    keepFocus,
  );
}
function showCharacter(id, keepFocus, far = limit) {
  if (person(id)) showCard(id, [...titled(id, far, "", []), ...facts(person(id), far)], keepFocus);
}
function hidePanel() {
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  for (const old of text.querySelectorAll(".on")) old.classList.remove("on");
  if (hadFocus || document.activeElement === document.body)
    (returnTo?.isConnected ? returnTo : text).focus({ preventScroll: true });
}
function select(element) {
  for (const old of text.querySelectorAll(".on")) old.classList.remove("on");
  if (element.matches("q"))
    for (const part of text.querySelectorAll(`#q${quoteId(element)},[data-q="${quoteId(element)}"]`))
      part.classList.add("on");
  if (current && current !== element) current.removeAttribute("tabindex");
  current = element;
  current.tabIndex = 0;
  current.setAttribute("role", "button");
  returnTo = element;
}
function open(element, keepFocus) {
  select(element);
  element.matches("q")
    ? showQuote(element, keepFocus)
    : showCharacter(classId(element), keepFocus, Math.max(limit, placeIn(element) + 1));
  uncover(element);
}
