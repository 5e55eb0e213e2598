// What axe does not check: our own rules for every page. Returns the breaches as sentences.
() => {
  const LEAST = 44; // CSS pixels, both ways
  const TARGETS = [
    "button", "[role=button]", "a.btn", "summary", "select", "textarea", "label.choice",
    "input:not([type=hidden]):not([type=radio]):not([type=checkbox])",
    "nav a", "a.brand", "a.chip", "a.way", "a.contact-row", "a.back", "a.live__number",
    ".suggestions a", ".notice__action",
  ].join(",");
  const breaches = [];
  const name = (element) => {
    const words = (element.getAttribute("aria-label") || element.textContent || element.id).trim();
    return `${element.localName}.${element.className} "${words.replace(/\s+/g, " ").slice(0, 40)}"`;
  };
  const isShown = (element) =>
    element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;

  const root = document.documentElement;
  if (root.lang !== "sv") breaches.push(`lang is "${root.lang}"`);
  if (!document.title.trim()) breaches.push("no title");
  const headings = [...document.querySelectorAll("h1")];
  if (headings.length !== 1) breaches.push(`${headings.length} h1`);

  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.querySelectorAll("main *, header *, footer *")]
      .filter((element) => isShown(element) && element.getBoundingClientRect().right > root.clientWidth + 1)
      .map(name).slice(0, 3);
    breaches.push(`scrolls sideways: ${root.scrollWidth} in ${root.clientWidth}; ${wide.join("; ")}`);
  }
  for (const element of document.querySelectorAll(TARGETS)) {
    if (!isShown(element)) continue;
    const { width, height } = element.getBoundingClientRect();
    if (width <= 1 || height <= 1) continue; // for screen readers only
    if (width < LEAST - 0.5 || height < LEAST - 0.5) {
      breaches.push(`target ${Math.round(width)}×${Math.round(height)}: ${name(element)}`);
    }
  }
  // A field or a button that touches the edge of its card, or of the screen, is a mistake.
  for (const element of document.querySelectorAll(".panel button, .panel .btn, .panel h2, .panel h3, .panel p")) {
    if (!isShown(element) || element.closest(".visually-hidden, .rows")) continue;
    const inner = element.getBoundingClientRect();
    const outer = element.closest(".panel").getBoundingClientRect();
    if (inner.width > 1 && (inner.left - outer.left < 8 || outer.right - inner.right < 8)) {
      breaches.push(`touches the edge of its card: ${name(element)}`);
    }
  }
  return breaches;
}
