// A contact: how long it takes, and the questions that follow from an answer as soon as it is given.

const EVERY = 1000;
const WAIT = 150;

function showTimers() {
  for (const timer of document.querySelectorAll('[data-began]')) {
    const now = timer.querySelector('.timer__now');
    if (!now) continue;
    const seconds = Math.max(0, Math.floor((Date.now() - Date.parse(timer.dataset.began)) / 1000));
    now.textContent = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  }
}

async function refreshForm(form, controller) {
  const sent = new FormData(form);
  for (const [name, value] of [...sent.entries()]) {
    if (value instanceof File) sent.delete(name);
  }
  sent.set('do', 'more');
  const answer = await fetch(form.action, { method: 'POST', body: sent, signal: controller.signal });
  if (!answer.ok && answer.status !== 422) return;
  const made = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('#one-page');
  const held = document.querySelector('#one-page');
  if (!made || !held) return;
  mergeSections(held, made);
}

// Sections that are there stay as they are, so that nobody loses the field they are in; others come and go.
function mergeSections(held, made) {
  const key = (section) => section.querySelector('input[name="_spot"]').value.split('|')[0];
  const wanted = [...made.querySelectorAll('.one-page__section')];
  const kept = new Map([...held.querySelectorAll('.one-page__section')].map((one) => [key(one), one]));
  const end = held.querySelector('.one-page__end');
  for (const section of wanted) {
    const known = kept.get(key(section));
    const same = known && fieldNames(known) === fieldNames(section);
    const place = same || (known && known.contains(document.activeElement)) ? known : section;
    if (known && place !== known) known.remove();
    end.before(place);
    kept.delete(key(section));
  }
  for (const gone of kept.values()) gone.remove();
  const ending = made.querySelector('.one-page__end');
  if (ending && !end.contains(document.activeElement)) end.replaceWith(ending);
}

function fieldNames(section) {
  return [...section.querySelectorAll('[name]')].map((field) => `${field.name}=${field.type === 'radio' ? field.value : ''}`).join();
}

function followAnswers() {
  const page = document.querySelector('#one-page');
  if (!page) return;
  let waiting;
  let controller = new AbortController();
  page.addEventListener('change', (event) => {
    if (!event.target.closest('[data-live]') || event.target.type === 'file') return;
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      controller.abort();
      controller = new AbortController();
      refreshForm(page, controller).catch(() => {});
    }, WAIT);
  });
}

showTimers();
setInterval(showTimers, EVERY);
followAnswers();
