// The lab's living part: polled with its ETag, swapped only when something changed, and said aloud.

const live = document.getElementById("phone-lab-live");
const status = document.getElementById("phone-lab-status");
let etag = `"${live.dataset.etag}"`;
let announced = "";

const isPoll = (event) => event.detail.requestConfig?.elt === live || event.detail.elt === live;

document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === live) event.detail.headers["If-None-Match"] = etag;
});

document.body.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr, target } = event.detail;
  if (target !== live) return;
  if (xhr.status === 304) {
    event.detail.shouldSwap = false;
    return;
  }
  if (isPoll(event)) etag = xhr.getResponseHeader("ETag") ?? etag;
  rememberOpen();
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== live) return;
  reopen();
  announce();
});

// What somebody has unfolded stays unfolded when the part is swapped.
let openIds = [];

function rememberOpen() {
  openIds = [...live.querySelectorAll("details[open][id]")].map((details) => details.id);
}

function reopen() {
  for (const id of openIds) document.getElementById(id)?.setAttribute("open", "");
}

function announce() {
  const ringing = [...live.querySelectorAll('[data-state="ringing"] .lab-card__name')];
  const names = ringing.map((name) => name.textContent.trim()).join(", ");
  const words = names ? `Ringer: ${names}` : "Ingen telefon ringer";
  if (words !== announced) status.textContent = words;
  announced = words;
}
