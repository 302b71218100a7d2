// The drawers: contents, and the companion with its tabs. Beside the text where there is room, over it where there is not.
const TABS = [
  ["people", "People", showPeople],
  ["ties", "Ties", showTies],
  ["time", "Time", showTime],
  ["mood", "Mood", showMood],
  ["places", "Places", showPlaces],
  ["notes", "Notes", showNotes],
  ["search", "Search", showSearch],
];
let drawer = null,
  veil = null,
  tab = "people",
  sheetShown = null,
  sheetFar = 0;

function openDrawer(id) {
  if (drawer?.id === id) return;
  closeDrawer();
  hidePanel();
  returnTo = document.activeElement;
  drawer = $(id);
  const isDocked = id === "companion" && WIDE.matches;
  drawer.classList.add("open");
  const close = button("×", closeDrawer, { class: "close", "aria-label": "Close" });
  drawer.querySelector(".head") ? drawer.querySelector(".head").append(close) : drawer.prepend(close);
  if (isDocked) keepingPlace(() => root.classList.add("docked"));
  else {
    veil = make("div", { class: "veil", click: closeDrawer });
    drawer.before(veil);
    drawer.setAttribute("role", "dialog");
    drawer.setAttribute("aria-modal", "true");
    outside(true);
  }
  (drawer.querySelector("[aria-current]") ?? drawer).focus({ preventScroll: true });
}
function outside(inert) {
  for (const element of document.querySelectorAll(
    "body > header, body > main, body > nav, body > footer, body > aside",
  ))
    element.inert = inert;
}
// What the reader looks at stays where it is when the text gets narrower or wider.
function keepingPlace(change) {
  const place = paragraphInView(),
    anchor = place ? $(`o${place}`) : null,
    top = anchor?.getBoundingClientRect().top;
  change();
  if (anchor && top < innerHeight && text.getBoundingClientRect().top < 0)
    scrollBy({ top: anchor.getBoundingClientRect().top - top, behavior: "instant" });
}
function closeDrawer() {
  if (!drawer) return;
  drawer.classList.remove("open");
  drawer.querySelector(".close").remove();
  for (const name of ["role", "aria-modal"]) drawer.removeAttribute(name);
  veil?.remove();
  veil = null;
  outside(false);
  drawer = null;
  if (root.classList.contains("docked")) keepingPlace(() => root.classList.remove("docked"));
  returnTo?.focus?.({ preventScroll: true });
}
function closeUnlessDocked() {
  if (drawer && !root.classList.contains("docked")) {
    returnTo = null;
    closeDrawer();
  }
}
WIDE.addEventListener("change", closeDrawer);

function showPane(keep) {
  const pane = $("pane"),
    at = drawer?.scrollTop,
    focused = document.activeElement?.value;
  pane.replaceChildren();
  pane.setAttribute("aria-labelledby", `tab-${tab}`);
  for (const one of $("tabs").children) {
    const isOn = one.id === `tab-${tab}`;
    one.setAttribute("aria-selected", isOn);
    one.tabIndex = isOn ? 0 : -1;
  }
  const far = Math.max(limit, sheetFar);
  if (tab === "people" && sheetShown !== null && isMet(person(sheetShown), far)) sheetOf(pane, sheetShown, far);
  else TABS.find(([id]) => id === tab)[2](pane, keep);
  if (drawer) drawer.scrollTop = keep ? at : 0;
  if (keep && focused)
    [...pane.querySelectorAll("input[type=radio]")]
      .find((input) => input.value === focused)
      ?.focus({ preventScroll: true });
}
function openTab(id, keep = false) {
  tab = id;
  if (!keep) sheetShown = null;
  openDrawer("companion");
  showPane(keep);
}
// Takes far: how far the sheet may tell, where the reader has asked for it farther on than they have read.
function openSheet(id, far = 0) {
  tab = "people";
  sheetShown = id;
  sheetFar = far;
  hidePanel();
  openDrawer("companion");
  showPane(false);
  $("sheet-name")?.focus({ preventScroll: true });
}
$("tabs").append(
  ...TABS.map(([id, name]) =>
    make(
      "button",
      { type: "button", role: "tab", id: `tab-${id}`, "aria-controls": "pane", click: () => openTab(id) },
      name,
    ),
  ),
);
$("tabs").addEventListener("keydown", (event) => {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const row = TABS.findIndex(([id]) => id === tab),
    next = TABS[(row + step + TABS.length) % TABS.length][0];
  openTab(next);
  $(`tab-${next}`).focus();
});
