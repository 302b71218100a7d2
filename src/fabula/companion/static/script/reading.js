// Moving through the text: by lines, names and chapters; following one voice.
function visibleFrom(elements) {
  let low = 0,
    high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    elements[middle].getBoundingClientRect().bottom < 60 ? (low = middle + 1) : (high = middle);
  }
  return low;
}
function walk(selector, step) {
  const elements = [...text.querySelectorAll(selector)].filter((element) => !element.closest("[hidden]"));
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
  const bottom = panel.hidden || WIDE.matches ? innerHeight - 40 : panel.getBoundingClientRect().top - 20;
  if (box.top < 90 || box.bottom > bottom) element.scrollIntoView({ block: "start" });
  if (element.getBoundingClientRect().top < 90) scrollBy(0, -40);
}

const sheet = document.styleSheets[0];
let followRule = -1;
function follow(id) {
  unfollow();
  followRule = sheet.insertRule(
    `.following q.c${id}.c${id}{color:var(--k);background:var(--well)}`,
    sheet.cssRules.length,
  );
  sheet.insertRule(`.following b.c${id}.c${id}{color:var(--k);font-weight:600}`, sheet.cssRules.length);
  root.classList.add("following");
  $("follow-name").textContent = nameOf(id, named.get("far") ?? limit);
  $("follow").hidden = false;
}
function unfollow() {
  if (followRule >= 0) {
    sheet.deleteRule(followRule);
    sheet.deleteRule(followRule);
  }
  followRule = -1;
  root.classList.remove("following");
  $("follow").hidden = true;
}

const chapterElements = [...text.querySelectorAll(".chapter")];
function chapterHere() {
  let here = 0;
  while (here + 1 < chapterElements.length && chapterElements[here + 1].getBoundingClientRect().top < 90) here++;
  return here;
}
function goToChapter(step) {
  const here = chapterHere(),
    inText = chapterElements[0].getBoundingClientRect().top < 90;
  chapterElements[Math.min(Math.max(inText ? here + step : 0, 0), chapterElements.length - 1)].scrollIntoView();
  text.focus({ preventScroll: true });
}
const links = [...document.querySelectorAll(".toc a")],
  title = $("where").textContent;
const placing = new IntersectionObserver(
  () => {
    const inText = chapterElements[0].getBoundingClientRect().top < innerHeight / 2,
      here = chapterHere();
    $("where").textContent = inText ? links[here].textContent : title;
    links.forEach((link, i) =>
      inText && i === here ? link.setAttribute("aria-current", "true") : link.removeAttribute("aria-current"),
    );
  },
  { rootMargin: "-90px 0px -60% 0px" },
);
for (const chapter of [$("top"), ...chapterElements]) placing.observe(chapter);
