// What is nice to have; without it the page says the same.
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  document.documentElement.classList.add('js');

  // A link opens what it leads to.
  const show = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let part = target; part; part = part.parentElement) if (part.tagName === 'DETAILS') part.open = true;
    if (target) target.scrollIntoView();
  };
  addEventListener('hashchange', show);

  // Words hide what does not have them all.
  const filter = document.getElementById('filter');
  filter.addEventListener('input', () => {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const part of all('[data-find]')) {
      const text = part.textContent.toLowerCase();
      part.classList.toggle('off', !words.every(word => text.includes(word)));
    }
  });
  document.getElementById('open').addEventListener('click', () => all('details.line').forEach(part => { part.open = true; }));
  document.getElementById('close').addEventListener('click', () => all('details').forEach(part => { part.open = false; }));

  // A column's head sorts its table, the largest first; another click puts it back.
  for (const head of all('th[data-sort]')) {
    const body = head.closest('table').tBodies[0];
    const before = [...body.rows];
    head.addEventListener('click', () => {
      const place = head.cellIndex;
      const value = row => Number(row.cells[place].dataset.n || 0);
      const sorted = head.dataset.sort === 'on' ? before : [...before].sort((a, b) => value(b) - value(a));
      all('th[data-sort]', head.parentElement).forEach(other => { if (other !== head) other.dataset.sort = ''; });
      head.dataset.sort = head.dataset.sort === 'on' ? '' : 'on';
      body.append(...sorted);
    });
  }

  document.getElementById('status').textContent =
    `${all('details.trace').length} traces, ${all('details.line').length} lines with something to tell`;
  show();
})();
