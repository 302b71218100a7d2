const root = document.documentElement,
  $ = (id) => document.getElementById(id);
const text = $("text"),
  panel = $("panel");
const WIDE = matchMedia("(min-width:72rem)");

const number = (n) => n.toLocaleString("en");
const count = (n, one, many = `${one}s`) => `${number(n)} ${n === 1 ? one : many}`;
const SVG = "http://www.w3.org/2000/svg";

function fill(element, properties, children) {
  for (const [key, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(key, value);
    else if (key === "class") element.setAttribute("class", value);
    else if (value !== false && value != null) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...children.flat().filter((child) => child !== "" && child != null));
  return element;
}
const make = (tag, properties = {}, ...children) => fill(document.createElement(tag), properties, children);
const draw = (tag, properties = {}, ...children) => fill(document.createElementNS(SVG, tag), properties, children);
const button = (label, press, properties = {}) =>
  make("button", { type: "button", click: press, ...properties }, label);

function remember(key, value) {
  try {
    return value === undefined ? localStorage.getItem(`fabula-${key}`) : localStorage.setItem(`fabula-${key}`, value);
  } catch {
    return null;
  }
}
const notice = (words) => {
  $("notice").textContent = words;
};
