// From a list to its cases: a case leads back to the list it was opened from, and on to the one behind it there.
// Only this tab remembers the list, until it is closed or somebody signs out. Without this script a case leads to all.

const KEPT = 'moothall-list';

function kept() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

function keep(list) {
  try {
    sessionStorage.setItem(KEPT, JSON.stringify(list));
  } catch {
    // A browser that keeps nothing: cases lead to the queue.
  }
}

function way(text, href, rel) {
  const one = document.createElement('a');
  one.className = 'govuk-link along__way';
  one.textContent = text;
  one.href = href;
  one.rel = rel;
  return one;
}

function lead(list, at, back) {
  back.href = list.href;
  back.textContent = list.title;
  const along = document.createElement('nav');
  along.className = 'along';
  along.setAttribute('aria-label', 'Cases of the list');
  const [before, behind] = [list.cases[at - 1], list.cases[at + 1]];
  if (before) {
    along.append(way('Case before', before, 'prev'));
  }
  along.append(`${at + 1} of ${list.cases.length} on its page`);
  if (behind) {
    along.append(way('Next case', behind, 'next'));
  }
  back.after(along);
}

const { pathname, search } = window.location;
const back = document.querySelector('.govuk-back-link');
if (/^\/staff\/cases\/[^/]+\/$/.test(pathname)) {
  const list = kept();
  const at = list?.cases.indexOf(pathname) ?? -1;
  if (back && at >= 0) {
    lead(list, at, back);
  }
} else {
  const lines = [...document.querySelectorAll('.queue__link')].map((one) => new URL(one.href).pathname);
  const title = document.querySelector('h1')?.firstChild?.textContent.trim() || 'Cases';
  keep({ href: pathname + search, title, cases: [...new Set(lines)] });
}
