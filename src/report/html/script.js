// Groupings, filters, search and keys. The page is complete without them.
(() => {
  'use strict';
  const $ = id => document.getElementById(id);
  const main = $('findings');
  const bar = $('bar');
  if (!bar) return;
  const findings = [...document.querySelectorAll('.finding')];
  const home = [...document.querySelectorAll('.group')];
  const lists = new Map(home.map(group => [group, [...group.querySelectorAll('.finding')]]));
  const find = $('find');
  const rule = $('rule');
  const nav = $('groups');
  const keys = $('keys');
  const boxes = [...document.querySelectorAll('[data-filter] input')];
  const radios = [...document.querySelectorAll('input[name=by]')];
  const none = $('none');
  const loudness = { error: 3, warning: 2, advice: 1 };
  const titles = { rule: 'Rules', subject: 'Subjects', article: 'Articles' };
  const MOST_LINKS = 200;
  let by = 'rule';
  let groups = home;
  let at = '';
  let words = null;

  // What a finding says, for the search: read once, when it is first asked for.
  const said = () => words ??= new Map(findings.map(f =>
    [f, `${f.textContent} ${f.dataset.subject} ${f.dataset.article} ${f.id}`.toLowerCase().replace(/\s+/g, ' ')]));

  const element = (name, className, text) => {
    const made = document.createElement(name);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  };

  // A group in another order than the page's own: by subject or by article.
  function group(name, list, number) {
    const section = element('section', 'group');
    const id = `group-${number}`;
    section.id = id;
    section.setAttribute('aria-labelledby', `${id}-title`);
    const details = element('details');
    details.open = true;
    const summary = element('summary');
    const heading = element('h2', '', name || 'No subject named');
    heading.id = `${id}-title`;
    summary.append(heading, ' ', element('span', 'n'));
    const box = element('div', 'list');
    box.append(...list);
    details.append(summary, box);
    section.append(details);
    lists.set(section, list);
    return section;
  }

  const loudest = list => Math.max(...list.map(f => loudness[f.dataset.severity] || 0));

  function regroup(next) {
    by = next;
    radios.forEach(radio => { radio.checked = radio.value === by; });
    groups.forEach(old => old.remove());
    if (by === 'rule') {
      home.forEach(section => section.querySelector('.list').append(...lists.get(section)));
      groups = home;
    } else {
      const sorted = new Map();
      for (const finding of findings) {
        const name = finding.dataset[by];
        if (!sorted.has(name)) sorted.set(name, []);
        sorted.get(name).push(finding);
      }
      const order = [...sorted].sort(([a, x], [b, y]) =>
        (a === '') - (b === '') || loudest(y) - loudest(x) || y.length - x.length || (a < b ? -1 : 1));
      groups = order.map(([name, list], number) => group(name, list, number));
    }
    main.prepend(...groups);
  }

  // The groups that are left, beside the findings.
  function links() {
    if (!nav) return;
    const shown = groups.filter(section => !section.hidden);
    nav.querySelector('h2').textContent = titles[by];
    nav.querySelector('ol').replaceChildren(...shown.slice(0, MOST_LINKS).map(section => {
      const list = lists.get(section).filter(f => !f.hidden);
      const level = loudest(list);
      const item = element('li', Object.keys(loudness).find(name => loudness[name] === level));
      const link = element('a', '', section.querySelector('h2').textContent);
      link.href = `#${section.id}`;
      item.append(link, ' ', element('span', '', list.length.toLocaleString('en')));
      return item;
    }));
  }

  // A picture stands at the first finding on show that it belongs to; at the others is a link to it.
  function pictures() {
    const placed = new Set();
    for (const slot of main.querySelectorAll('.finding:not([hidden]) .slot')) {
      const number = slot.dataset.chart;
      if (placed.has(number)) continue;
      placed.add(number);
      const picture = $(`timeline-${number}`);
      const old = picture?.parentElement;
      if (!old || old === slot) continue;
      const link = slot.firstElementChild;
      slot.replaceChildren(picture);
      if (link) old.replaceChildren(link);
    }
  }

  const chosen = name => boxes.filter(box => box.name === name && box.checked).map(box => box.value);

  function apply() {
    const asked = find.value.toLowerCase().split(/\s+/).filter(Boolean);
    const names = [...new Set(boxes.map(box => box.name))];
    const allowed = names.map(name => [name, new Set(chosen(name))]);
    let count = 0;
    for (const finding of findings) {
      const fits = allowed.every(([name, values]) => values.has(finding.dataset[name]))
        && (!rule?.value || rule.value === finding.dataset.rule)
        && (!asked.length || asked.every(word => said().get(finding).includes(word)));
      finding.hidden = !fits;
      count += fits;
    }
    for (const section of groups) {
      const left = lists.get(section).filter(f => !f.hidden).length;
      section.hidden = left === 0;
      section.querySelector('.n').textContent = left.toLocaleString('en');
    }
    none.hidden = count > 0;
    const all = findings.length.toLocaleString('en');
    $('count').textContent = count === findings.length
      ? `${all} ${count === 1 ? 'finding' : 'findings'}`
      : `${count.toLocaleString('en')} of ${all} findings`;
    links();
    pictures();
    remember();
  }

  // What is chosen goes into the address, so that a link shows another reader the same.
  function remember() {
    const state = new URLSearchParams();
    if (by !== 'rule') state.set('by', by);
    if (find.value.trim()) state.set('find', find.value.trim());
    for (const name of new Set(boxes.map(box => box.name))) {
      const all = boxes.filter(box => box.name === name).length;
      const values = chosen(name);
      if (values.length < all) state.set(name, values.join(','));
    }
    if (rule?.value) state.set('rule', rule.value);
    if (!keys.checked) state.set('keys', 'off');
    let hash = state.toString();
    if (at) hash = hash ? `${hash}&at=${at}` : at;
    try {
      history.replaceState(null, '', hash ? `#${hash}` : location.href.split('#')[0]);
    } catch { /* A page may be kept from changing its address; then there is no link to send. */ }
  }

  // The other way round. A plain fingerprint is an anchor, and everything else a state.
  function recall() {
    const hash = decodeURIComponent(location.hash.slice(1));
    const plain = hash && !hash.includes('=');
    if (plain && !document.getElementById(hash)?.classList.contains('finding')) {
      reveal(document.getElementById(hash));
      return false;
    }
    const state = new URLSearchParams(plain ? '' : location.hash.slice(1));
    at = plain ? hash : state.get('at') ?? '';
    find.value = state.get('find') ?? '';
    for (const box of boxes) {
      const values = state.get(box.name);
      box.checked = values === null || values.split(',').includes(box.value);
    }
    if (rule) rule.value = state.get('rule') ?? '';
    keys.checked = state.get('keys') !== 'off';
    if (boxes.some(box => !box.checked) || rule?.value) $('filters').open = true;
    const next = state.get('by') ?? 'rule';
    if (next !== by) regroup(titles[next] ? next : 'rule');
    apply();
    const target = at && document.getElementById(at);
    if (target && !target.hidden) {
      target.querySelector('details').open = true;
      go(target);
      // A browser that goes to an anchor once all is loaded takes the focus away again.
      const again = () => { if (document.activeElement === document.body) go(target); };
      if (document.readyState !== 'complete') window.addEventListener('load', () => setTimeout(again), { once: true });
    }
    return true;
  }

  // Opens what hides a place, and shows it. A group is opened itself.
  function reveal(place) {
    if (!place) return;
    const own = place.querySelector(':scope > details');
    if (own) own.open = true;
    for (let up = place.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
    place.scrollIntoView({ block: 'start' });
  }

  const current = () => document.activeElement?.closest?.('.finding');

  function go(finding) {
    if (!finding) return;
    for (let up = finding.closest('details'); up; up = up.parentElement.closest('details')) up.open = true;
    main.querySelector('.finding.at')?.classList.remove('at');
    finding.classList.add('at');
    at = finding.id;
    const summary = finding.querySelector('summary');
    summary.focus({ preventScroll: true });
    finding.scrollIntoView({ block: summary.getBoundingClientRect().top < 0 ? 'start' : 'nearest' });
    remember();
  }

  function step(by) {
    const shown = groups.flatMap(section => section.hidden ? [] : lists.get(section).filter(f => !f.hidden));
    const from = current() ?? main.querySelector('.finding.at:not([hidden])');
    const place = shown.indexOf(from);
    go(shown[place < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.min(shown.length - 1, Math.max(0, place + by))]);
  }

  function clear() {
    find.value = '';
    boxes.forEach(box => { box.checked = true; });
    if (rule) rule.value = '';
    apply();
  }

  const every = open => findings.forEach(f => { if (!f.hidden) f.querySelector('details').open = open; });

  document.addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target === find;
    const choosing = event.target.matches('input, select, textarea') && !typing;
    if (event.key === 'Escape') {
      if (typing && !find.value) { find.blur(); return; }
      clear();
      event.preventDefault();
      return;
    }
    if (choosing) return;
    const onFinding = event.target.matches('.finding > details > summary');
    if (event.key === 'ArrowDown' && (onFinding || typing) || event.key === 'Enter' && typing) step(1);
    else if (event.key === 'ArrowUp' && onFinding) step(-1);
    else if (typing || !keys.checked) return;
    else if (event.key === '/') { find.focus(); find.select(); }
    else if (event.key === 'j') step(1);
    else if (event.key === 'k') step(-1);
    else return;
    event.preventDefault();
  });
  main.addEventListener('focusin', event => {
    const finding = event.target.closest('.finding');
    if (finding && finding.id !== at) {
      main.querySelector('.finding.at')?.classList.remove('at');
      finding.classList.add('at');
      at = finding.id;
      remember();
    }
  });

  let wait = 0;
  find.addEventListener('input', () => {
    clearTimeout(wait);
    if (findings.length > 1000) wait = setTimeout(apply, 150);
    else apply();
  });
  [...boxes, rule, keys].forEach(input => input?.addEventListener('change', apply));
  radios.forEach(radio => radio.addEventListener('change', () => { regroup(radio.value); apply(); }));
  $('clear').addEventListener('click', clear);
  $('reset').addEventListener('click', () => { clear(); find.focus(); });
  $('unfold').addEventListener('click', () => every(true));
  $('fold').addEventListener('click', () => every(false));
  window.addEventListener('hashchange', recall);
  // A link to where the address leads already changes nothing, and still shows its place.
  document.addEventListener('click', event => {
    const link = event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) reveal(document.getElementById(link.hash.slice(1)));
  });

  // On paper everything is open; afterwards it is as it was.
  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = [...document.querySelectorAll('main details:not([open])')];
    closed.forEach(details => { details.open = true; });
  });
  window.addEventListener('afterprint', () => closed.forEach(details => { details.open = false; }));

  bar.hidden = false;
  if (!recall()) apply();
  document.documentElement.dataset.ready = '';
})();
