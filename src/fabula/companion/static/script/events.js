function setTheme(theme) {
  root.dataset.theme = theme;
}
if (remember("theme")) setTheme(remember("theme"));
for (const part of Object.keys(MARGINS)) if (remember(part) === "off") setMargin(part, false);

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector),
    opener = at("[data-drawer]"),
    who = at(".who[data-c]");
  if (at("#unfollow")) return unfollow();
  if (at("#link-words")) return linkSelected();
  if (at("#theme")) {
    const isDark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme:dark)").matches;
    setTheme(isDark ? "light" : "dark");
    return void remember("theme", root.dataset.theme);
  }
  if (at("#labels")) return setMargin("labels", root.classList.contains("no-labels"));
  if (at("#next") || at("#previous")) {
    event.preventDefault();
    return goToChapter(at("#next") ? 1 : -1);
  }
  if (opener) {
    event.preventDefault();
    return opener.dataset.drawer === "companion" ? toggleCompanion() : openDrawer(opener.dataset.drawer);
  }
  if (at(".toc a")) {
    returnTo = null;
    return closeDrawer();
  }
  if (who) {
    event.preventDefault();
    returnTo = who;
    return showCharacter(who.dataset.c);
  }
  const mark = at("#text b.n, #text q");
  if (mark && getSelection().isCollapsed) return open(mark, true);
  if (!at("#panel") && !panel.hidden) hidePanel();
});
function toggleCompanion() {
  drawer?.id === "companion" ? closeDrawer() : openTab(tab, "keep");
}
document.addEventListener("change", (event) => {
  if (event.target.matches(".read-to")) setLimit(Number(event.target.value));
  if (event.target.matches("[data-margin]")) setMargin(event.target.dataset.margin, event.target.checked);
});

const KEYS = {
  j: () => walk("q[id]", 1),
  k: () => walk("q[id]", -1),
  n: () => walk("b.n", 1),
  p: () => walk("b.n", -1),
  "]": () => goToChapter(1),
  "[": () => goToChapter(-1),
  c: toggleCompanion,
  t: () => openDrawer("contents"),
  "?": () => openDrawer("contents"),
  "/": () => openTab("search"),
  l: linkSelected,
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return panel.hidden ? (drawer ? closeDrawer() : unfollow()) : hidePanel();
  if (event.target.closest("input,select,textarea,[role=tab]")) return;
  const isMark = event.target === current;
  if (isMark && (event.key === "Enter" || event.key === " ")) {
    event.preventDefault();
    return open(current);
  }
  if (isMark && event.key === "ArrowRight") {
    event.preventDefault();
    return KEYS[current.matches("q") ? "j" : "n"]();
  }
  if (isMark && event.key === "ArrowLeft") {
    event.preventDefault();
    return KEYS[current.matches("q") ? "k" : "p"]();
  }
  if (!(drawer && veil) && KEYS[event.key]) {
    event.preventDefault();
    KEYS[event.key]();
  }
});
addEventListener("hashchange", readHash);

loadLimit();
loadHidden();
onLimit.push(showLimit, showVoices, peopleScenes, nameSpeakers, () => {
  if (drawer?.id === "companion") showPane("keep");
});
for (const told of onLimit) told();
if (hidden.passages.length || hidden.kinds.length) coverPassages();
readHash();
