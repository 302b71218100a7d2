"use strict";
/* All works without this. With it the page of a reading follows it live, facets are open where there is room, and the
   address of a search holds only what was filled in. */
(() => {
  const wide = matchMedia("(min-width: 60rem)");
  const unfold = () => document.querySelectorAll("[data-wide-open]").forEach((part) => { part.open = wide.matches || part.hasAttribute("open"); });
  unfold();
  wide.addEventListener("change", unfold);

  document.querySelectorAll("form:not([method])").forEach((form) => form.addEventListener("formdata", (event) => {
    for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  }));

  const reading = document.getElementById("reading");
  if (!reading || !["waiting", "reading"].includes(reading.dataset.state)) return;
  const shown = (name) => reading.querySelector(`[data-shown=${name}]`);
  const bar = reading.querySelector("progress");
  const words = { waiting: "Waiting for its turn", reading: "Being read", done: "Read", failed: "Not read" };
  const events = new EventSource(reading.dataset.events);
  events.onmessage = (event) => {
    const now = JSON.parse(event.data);
    const isKnown = now.state === "done" && !now.is_new && !("again" in reading.dataset);
    shown("state").textContent = isKnown ? "It stands here already" : words[now.state];
    shown("step").textContent = now.message ?? now.step;
    bar.max = now.of || 1;
    bar.value = now.done;
    if (now.state === "done") {
      events.close();
      const door = shown("door");
      door.hidden = false;
      door.firstElementChild.href = `/stories/${now.story}`;
      door.firstElementChild.focus();
    }
    if (now.state === "failed") location.reload();
  };
})();
