// The page of a world: it shows what the server sends as plain text, never as markup, and sends what is typed.
"use strict";

const MOST_LINES = 1000;
const LABELS = { code: "Your invitation, or your key", name: "Your name", consent: "yes, or leave" };
const KEPT = `fabula key ${location.host}`;
const find = (id) => document.getElementById(id);
const log = find("log");
const input = find("input");
const history = [];
let place = 0;
let socket = null;
let stage = "code";

function connect() {
  socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/ws`);
  socket.addEventListener("open", () => { find("state").textContent = "connected"; find("leave").disabled = false; });
  socket.addEventListener("message", (event) => receive(...JSON.parse(event.data)));
  socket.addEventListener("close", () => {
    find("state").textContent = "not connected";
    find("leave").disabled = true;
    find("around").hidden = true;
    again();
  });
}

function again() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "Connect again";
  button.addEventListener("click", () => { button.remove(); stage = "code"; label(); connect(); });
  log.append(button);
  if (localStorage.getItem(KEPT)) {
    const forget = document.createElement("button");
    forget.type = "button";
    forget.textContent = "Forget me on this computer";
    forget.addEventListener("click", () => { localStorage.removeItem(KEPT); forget.remove(); });
    log.append(" ", forget);
    button.addEventListener("click", () => forget.remove());
  }
  button.scrollIntoView();
}

function receive(kind, told) {
  if (kind === "text") show(told.text, told.kind);
  else if (kind === "view") view(told);
  else if (kind === "title") { find("title").textContent = told; document.title = told; }
  else if (kind === "key") localStorage.setItem(KEPT, told);
}

function show(text, kind) {
  const line = document.createElement("p");
  line.className = /^[a-z]+$/.test(kind) ? kind : "told";
  line.dir = "auto";
  line.textContent = text;
  const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 80;
  log.append(line);
  while (log.childElementCount > MOST_LINES) log.firstElementChild.remove();
  if (isAtEnd || kind === "echo") log.scrollTop = log.scrollHeight;
  if (kind in LABELS) { stage = kind; label(); }
  if (kind === "code" && text.includes("Paste")) come();
}

function label() {
  find("label").textContent = LABELS[stage] || "What do you do?";
}

function come() {
  const code = location.hash.slice(1);
  const key = localStorage.getItem(KEPT);
  if (code) { history.length = 0; location.replace("#"); send(code, true); }
  else if (key) send(key, true);
}

function view(seen) {
  stage = "in";
  label();
  find("around").hidden = false;
  find("place").textContent = seen.place;
  find("region").hidden = !seen.region;
  find("region").textContent = seen.region || "";
  list("ways", seen.ways, (name) => `go ${name}`);
  list("people", seen.people, (name) => `look ${name.replace(/ \(played by .*\)$|, asleep$/, "")}`);
  list("things", seen.things, (name) => `look ${name.replace(/, asleep$/, "")}`);
  list("carried", seen.carried, (name) => `look ${name}`);
}

function list(id, names, command) {
  find(id).replaceChildren(...names.map((name) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.dir = "auto";
    button.textContent = name;
    button.addEventListener("click", () => send(command(name).replace(/ \(by .*\)$/, "")));
    item.append(button);
    return item;
  }));
}

function send(typed, isSecret = false) {
  if (!socket || socket.readyState !== WebSocket.OPEN || !typed.trim()) return;
  socket.send(JSON.stringify(["text", typed]));
  if (!isSecret) show(typed, "echo");
}

find("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const typed = input.value.replace(/\s*\n\s*/g, " ");
  if (stage !== "code") history.push(typed);
  place = history.length;
  send(typed, stage === "code");
  input.value = "";
});

input.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
    event.preventDefault();
    find("form").requestSubmit();
  } else if (event.key === "ArrowUp" && place > 0 && !input.value.includes("\n")) {
    input.value = history[--place];
  } else if (event.key === "ArrowDown" && place < history.length) {
    input.value = history[++place] || "";
  }
});

find("leave").addEventListener("click", () => { send("leave"); });
for (const button of document.querySelectorAll("[data-command]")) {
  button.addEventListener("click", () => send(button.dataset.command));
}

window.addEventListener("resize", () => { log.scrollTop = log.scrollHeight; });
label();
connect();
input.focus();
