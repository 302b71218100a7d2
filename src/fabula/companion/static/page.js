"use strict";
(() => {
const NAME = 0, MARK = 1, KIND = 2, PRONOUNS = 3, NARRATOR = 4, NAMES = 5, LINES = 6, THOUGHTS = 7, WORDS = 8, MENTIONS = 9, STRIP = 10, FIRST = 11, IN_CHAPTERS = 12;
const SPEAKER = 0, QUOTE_KIND = 1, CONFIDENCE = 2, HEARERS = 3, MODE = 4, EVIDENCE = 5, DECIDED_BY = 6;
const root = document.documentElement, $ = (id) => document.getElementById(id);
const panel = $("panel"), text = $("text"), sheet = document.styleSheets[0];
let data, current = null, returnTo = null, followRule = -1, drawer = null, veil = null;
root.classList.add("js");

const story = () => (data ??= JSON.parse($("data").textContent));
const number = (n) => n.toLocaleString("en");
const count = (n, one, many) => `${number(n)} ${n === 1 ? one : many}`;
const classId = (element) => (/(?:^|\s)c(\d+)/.exec(element.className) || [])[1];
const quoteId = (element) => element.dataset.q ?? element.id.slice(1);

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(properties)) key === "class" ? (element.className = value) : element.setAttribute(key, value);
  element.append(...children.filter((child) => child !== "" && child != null));
  return element;
}
const named = (id) => make("bdi", {}, story().characters[id]?.[NAME] ?? "someone");

function strip(who) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const values = { class: "strip", viewBox: `0 0 ${story().bars} 12`, preserveAspectRatio: "none", role: "img" };
  for (const [key, value] of Object.entries(values)) svg.setAttribute(key, value);
  svg.setAttribute("aria-label", `in ${who[IN_CHAPTERS]} of ${count(story().chapters.length, "chapter", "chapters")}`);
  path.setAttribute("d", who[STRIP]);
  svg.append(path);
  return svg;
}

function facts(id, who) {
  const figures = make("dl");
  const values = [["lines", who[LINES]], ["words", who[WORDS]], ["mentions", who[MENTIONS]]];
  if (who[THOUGHTS]) values.push(["thoughts", who[THOUGHTS]]);
  for (const [label, value] of values) figures.append(make("div", {}, make("dt", {}, label), make("dd", {}, number(value))));
  const others = who[NAMES].filter(([name]) => name !== who[NAME]);
  const parts = [figures, strip(who)];
  if (who[FIRST] >= 0) parts.push(make("p", { class: "soft" }, "First seen in ", make("bdi", {}, story().chapters[who[FIRST]] || `part ${who[FIRST] + 1}`)));
  if (others.length) {
    const line = make("p", { class: "soft" }, "Also called ");
    others.forEach(([name, times], i) => line.append(i ? ", " : "", make("bdi", {}, name), times > 1 ? ` (${times})` : ""));
    parts.push(line);
  }
  const actions = make("div", { class: "actions" });
  actions.append(make("button", { type: "button", "data-follow": id }, "Follow in the text"));
  if ($(`a${id}`) || text.querySelector(`q.c${id}`)) actions.append(make("button", { type: "button", "data-first": id }, "First appearance"));
  parts.push(actions);
  return parts;
}

function titled(id, who, verb, hearers) {
  const title = make("h2", { id: "panel-name" });
  if (who) title.append(make("span", { class: "mark", "aria-hidden": "true" }, who[MARK]), make("bdi", {}, who[NAME]));
  else title.append("Speaker unknown");
  const parts = [title];
  if (verb) {
    const line = make("p", {}, verb);
    hearers.forEach((hearer, i) => line.append(i ? " and " : " to ", named(hearer)));
    parts.push(line);
  }
  const about = who ? [who[PRONOUNS], who[KIND] === "group" ? "a group" : "", who[NARRATOR] ? "tells the story" : ""].filter(Boolean).join(" · ") : "";
  if (about) parts.push(make("p", { class: "soft" }, about));
  return parts;
}

function why(quote) {
  const box = make("div", { class: "why" });
  if (quote[SPEAKER] < 0) box.append("Nothing in the text says who this is.");
  else {
    const sure = quote[CONFIDENCE];
    const word = sure >= 90 ? "Nearly certain" : sure >= 70 ? "Likely" : sure >= 50 ? "More likely than not" : "A guess";
    const bar = make("span", { class: "bar-of", "aria-hidden": "true" }, make("i"));
    bar.firstChild.style.width = `${sure}%`;
    box.append(make("span", {}, `${word}: ${sure}% sure`), bar);
    if (quote[EVIDENCE]) box.append(make("span", { class: "soft" }, "because the text says "), make("q", {}, quote[EVIDENCE]));
    if (quote[DECIDED_BY]) box.append(make("span", { class: "soft" }, `${quote[EVIDENCE] ? "; " : ""}decided by a ${quote[DECIDED_BY]}`));
  }
  return box;
}

function show(id, parts, keepFocus) {
  const close = make("button", { type: "button", class: "close", "aria-label": "Close" }, "×");
  panel.replaceChildren(close, ...parts);
  const owner = text.querySelector(`.c${id}`) ?? document.querySelector(`.c${id}`);
  panel.style.setProperty("--k", owner ? getComputedStyle(owner).getPropertyValue("--k") : "");
  panel.hidden = false;
  panel.scrollTop = 0;
  if (!keepFocus) panel.focus({ preventScroll: true });
}

function uncover(element) {
  const shown = panel.getBoundingClientRect();
  if (innerWidth < 1152 && element.getBoundingClientRect().top > shown.top - 80) scrollBy(0, element.getBoundingClientRect().top - shown.top / 2);
}

function showQuote(element, keepFocus) {
  const quote = story().quotes[quoteId(element)];
  if (!quote) return;
  const id = quote[SPEAKER], who = story().characters[id];
  const said = { speech: "says this", thought: "thinks this", writing: "writes this" }[quote[QUOTE_KIND]];
  const mode = quote[MODE] === "in person" || quote[QUOTE_KIND] !== "speech" ? "" : `, ${{ call: "on a call", message: "in a message" }[quote[MODE]] ?? quote[MODE]}`;
  show(id < 0 ? "x" : id, [...titled(id, who, said + mode, quote[HEARERS]), why(quote), ...(who ? facts(id, who) : [])], keepFocus);
}

function showCharacter(id, keepFocus) {
  const who = story().characters[id];
  if (who) show(id, [...titled(id, who, "", []), ...facts(id, who)], keepFocus);
}

function hidePanel() {
  const hadFocus = panel.contains(document.activeElement);
  panel.hidden = true;
  for (const old of text.querySelectorAll(".on")) old.classList.remove("on");
  if (hadFocus || document.activeElement === document.body) (returnTo?.isConnected ? returnTo : text).focus({ preventScroll: true });
}

function select(element) {
  for (const old of text.querySelectorAll(".on")) old.classList.remove("on");
  if (element.matches("q")) for (const part of text.querySelectorAll(`#q${quoteId(element)},[data-q="${quoteId(element)}"]`)) part.classList.add("on");
  if (current && current !== element) current.removeAttribute("tabindex");
  current = element;
  current.tabIndex = 0;
  current.setAttribute("role", "button");
  returnTo = element;
}

function visibleFrom(elements) {
  let low = 0, high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    elements[middle].getBoundingClientRect().bottom < 60 ? (low = middle + 1) : (high = middle);
  }
  return low;
}

function walk(selector, step) {
  const elements = [...text.querySelectorAll(selector)];
  if (!elements.length) return;
  const on = current?.matches(selector) && isNear(current) ? elements.indexOf(current) : -1;
  const index = on >= 0 ? on + step : visibleFrom(elements) + (step < 0 ? -1 : 0);
  const target = elements[Math.min(Math.max(index, 0), elements.length - 1)];
  select(target);
  target.focus({ preventScroll: true });
  bring(target);
  if (!panel.hidden) open(target, true);
}
function isNear(element) {
  const box = element.getBoundingClientRect();
  return box.bottom > -innerHeight && box.top < 2 * innerHeight;
}
function bring(element) {
  const box = element.getBoundingClientRect();
  const bottom = panel.hidden || innerWidth >= 1152 ? innerHeight - 40 : panel.getBoundingClientRect().top - 20;
  if (box.top < 90 || box.bottom > bottom) element.scrollIntoView({ block: "start" });
  if (element.getBoundingClientRect().top < 90) scrollBy(0, -40);
}
function open(element, keepFocus) {
  select(element);
  element.matches("q") ? showQuote(element, keepFocus) : showCharacter(classId(element), keepFocus);
  uncover(element);
}

function follow(id) {
  unfollow();
  followRule = sheet.insertRule(`.following q.c${id}.c${id}{color:var(--k);background:var(--well)}`, sheet.cssRules.length);
  sheet.insertRule(`.following b.c${id}.c${id}{color:var(--k);font-weight:600}`, sheet.cssRules.length);
  root.classList.add("following");
  $("follow-name").textContent = story().characters[id][NAME];
  $("follow").hidden = false;
}
function unfollow() {
  if (followRule >= 0) { sheet.deleteRule(followRule); sheet.deleteRule(followRule); }
  followRule = -1;
  root.classList.remove("following");
  $("follow").hidden = true;
}

function jump(element) {
  if (!element) return;
  closeDrawer();
  element.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => element.scrollIntoView({ block: "center" }));
  select(element);
  element.focus({ preventScroll: true });
}
const firstOf = (id) => {
  const name = $(`a${id}`), line = text.querySelector(`q.c${id}`);
  if (!name || !line) return name ?? line;
  return name.compareDocumentPosition(line) & Node.DOCUMENT_POSITION_PRECEDING ? line : name;
};

function openDrawer(id) {
  closeDrawer();
  hidePanel();
  returnTo = document.activeElement;
  drawer = $(id);
  veil = make("div", { class: "veil" });
  veil.addEventListener("click", closeDrawer);
  drawer.before(veil);
  drawer.classList.add("open");
  drawer.setAttribute("role", "dialog");
  drawer.setAttribute("aria-modal", "true");
  drawer.prepend(make("button", { type: "button", class: "close", "aria-label": "Close" }, "×"));
  outside(true);
  (drawer.querySelector("[aria-current]") ?? drawer).focus();
}
function outside(inert) {
  for (const element of document.querySelectorAll("body > header, body > main, body > nav, body > footer, body > aside")) element.inert = inert;
}
function closeDrawer() {
  if (!drawer) return;
  drawer.classList.remove("open");
  drawer.querySelector(".close").remove();
  for (const name of ["role", "aria-modal"]) drawer.removeAttribute(name);
  veil.remove();
  outside(false);
  drawer = null;
  returnTo?.focus?.({ preventScroll: true });
}

const chapters = [...text.querySelectorAll(".chapter")];
function chapterHere() {
  let here = 0;
  while (here + 1 < chapters.length && chapters[here + 1].getBoundingClientRect().top < 90) here++;
  return here;
}
function goToChapter(step) {
  const here = chapterHere(), inText = chapters[0].getBoundingClientRect().top < 90;
  const target = chapters[Math.min(Math.max(inText ? here + step : 0, 0), chapters.length - 1)];
  target.scrollIntoView();
  text.focus({ preventScroll: true });
}
const links = [...document.querySelectorAll(".toc a")], title = $("where").textContent;
const placing = new IntersectionObserver(() => {
  const inText = chapters[0].getBoundingClientRect().top < innerHeight / 2, here = chapterHere();
  $("where").textContent = inText ? links[here].textContent : title;
  links.forEach((link, i) => (inText && i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current")));
}, { rootMargin: "-90px 0px -60% 0px" });
for (const chapter of [$("top"), ...chapters]) placing.observe(chapter);

function remember(key, value) {
  try { return value === undefined ? localStorage.getItem(`fabula-${key}`) : localStorage.setItem(`fabula-${key}`, value); } catch { return null; }
}
function setTheme(theme) { root.dataset.theme = theme; }
function setLabels(on) {
  root.classList.toggle("no-labels", !on);
  $("labels").setAttribute("aria-pressed", on);
}
if (remember("theme")) setTheme(remember("theme"));
if (remember("labels") === "off") setLabels(false);

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest(selector);
  const opener = at("[data-drawer]"), who = at(".who");
  if (at(".close")) return at("#panel") ? hidePanel() : closeDrawer();
  if (at("[data-follow]")) { follow(at("[data-follow]").dataset.follow); return hidePanel(); }
  if (at("[data-first]")) return jump(firstOf(at("[data-first]").dataset.first));
  if (at("#unfollow")) return unfollow();
  if (at("#theme")) {
    const isDark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme:dark)").matches;
    setTheme(isDark ? "light" : "dark");
    return void remember("theme", root.dataset.theme);
  }
  if (at("#labels")) {
    const on = root.classList.contains("no-labels");
    setLabels(on);
    return void remember("labels", on ? "on" : "off");
  }
  if (at("#next") || at("#previous")) { event.preventDefault(); return goToChapter(at("#next") ? 1 : -1); }
  if (opener) { event.preventDefault(); return openDrawer(opener.dataset.drawer); }
  if (at(".toc a")) { returnTo = null; return closeDrawer(); }
  if (who) {
    event.preventDefault();
    closeDrawer();
    returnTo = who;
    return showCharacter(who.dataset.c);
  }
  const mark = at("#text b.n, #text q");
  if (mark && getSelection().isCollapsed) return open(mark, true);
  if (!at("#panel") && !panel.hidden) hidePanel();
});

const KEYS = {
  j: () => walk("q[id]", 1), k: () => walk("q[id]", -1), n: () => walk("b.n", 1), p: () => walk("b.n", -1),
  "]": () => goToChapter(1), "[": () => goToChapter(-1), c: () => openDrawer("cast"), t: () => openDrawer("contents"), "?": () => openDrawer("contents"),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") return drawer ? closeDrawer() : panel.hidden ? unfollow() : hidePanel();
  const isMark = event.target === current;
  if (isMark && (event.key === "Enter" || event.key === " ")) { event.preventDefault(); return open(current); }
  if (isMark && event.key === "ArrowRight") { event.preventDefault(); return KEYS[current.matches("q") ? "j" : "n"](); }
  if (isMark && event.key === "ArrowLeft") { event.preventDefault(); return KEYS[current.matches("q") ? "k" : "p"](); }
  if (!drawer && KEYS[event.key]) { event.preventDefault(); KEYS[event.key](); }
});
})();
