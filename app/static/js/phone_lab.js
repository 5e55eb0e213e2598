// The lab's living part keeps the keyboard and what is unfolded when it is drawn anew, and is said aloud.

const live = document.getElementById("phone-lab-live");
const status = document.getElementById("phone-lab-status");
let announced = "";

document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== live || !event.detail.shouldSwap) return;
  rememberOpen();
  rememberFocus();
});

document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target !== live) return;
  reopen();
  keepFocus();
  announce();
});

// A text that was sent leaves its field empty, one that was refused stays.
document.body.addEventListener("htmx:afterRequest", (event) => {
  const { elt, successful, xhr } = event.detail;
  const isTaken = successful && !xhr.response.includes('role="alert"');
  if (isTaken && elt.matches("form[data-clear]")) elt.reset();
});

// What has the keyboard keeps it. Whoever answers stays on that phone, though its button is gone.
let actedOn = "";
let focusedId = "";

function rememberFocus() {
  focusedId = live.contains(document.activeElement) ? document.activeElement.id : "";
}

live.addEventListener("htmx:beforeRequest", (event) => {
  const card = event.detail.elt.closest("[data-number]");
  if (card) actedOn = card.id.replace("phone-", "");
});

function keepFocus() {
  if (document.activeElement !== document.body) return;
  const focused = focusedId && document.getElementById(focusedId);
  if (focused) focused.focus({ preventScroll: true });
  if (focused || !actedOn) return;
  document.getElementById(`key-${actedOn}-1`)?.focus({ preventScroll: true });
}

// What somebody has unfolded stays unfolded when the part is swapped.
let openIds = [];

function rememberOpen() {
  openIds = [...live.querySelectorAll("details[open][id]")].map((details) => details.id);
}

function reopen() {
  for (const id of openIds) document.getElementById(id)?.setAttribute("open", "");
}

function announce() {
  if (!status) return;
  const ringing = [...live.querySelectorAll('[data-state="ringing"] .lab-card__name')];
  const names = ringing.map((name) => name.textContent.trim()).join(", ");
  const words = names ? `Ringer: ${names}` : "Ingen telefon ringer";
  if (words !== announced) status.textContent = words;
  announced = words;
}
