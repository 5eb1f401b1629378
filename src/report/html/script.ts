/** Filters scenarios and findings by a text; the page is whole without it. */
export const script = `
const box = document.querySelector('#filter');
const told = document.querySelector('#filter-count');
const rows = [...document.querySelectorAll('[data-words]')];
const narrow = () => {
  const wanted = box.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let shown = 0;
  for (const row of rows) {
    const fits = wanted.every((word) => row.dataset.words.includes(word));
    row.hidden = !fits;
    if (fits && row.tagName === 'ARTICLE') shown += 1;
  }
  told.textContent = wanted.length === 0 ? '' : shown + ' shown';
};
box.addEventListener('input', narrow);
document.addEventListener('keydown', (event) => {
  if (event.key === '/' && document.activeElement !== box) { event.preventDefault(); box.focus(); }
  if (event.key === 'Escape' && document.activeElement === box) { box.value = ''; narrow(); }
});
const open = () => {
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target) for (const part of target.querySelectorAll('details.first')) part.open = true;
};
addEventListener('hashchange', open);
open();
`
