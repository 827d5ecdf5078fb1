// Rounds with poor signal: pages of today's round are kept on the device, and a completed visit, or a note, waits here
// until it can be sent. Each has its own key, so that whatever arrives twice is done once.

const PAGES = 'moothall-rounds';
const STORE = 'visits';
const WORKER = '/staff/rounds/worker.js';

function opened() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('moothall-rounds', 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: 'key' });
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function inStore(mode, work) {
  const base = await opened();
  return new Promise((resolve, reject) => {
    const doing = base.transaction(STORE, mode);
    const asked = work(doing.objectStore(STORE));
    doing.oncomplete = () => {
      base.close();
      resolve(asked.result);
    };
    doing.onerror = () => reject(doing.error);
  });
}

const waitingVisits = () => inStore('readonly', (store) => store.getAll());
const keepVisit = (visit) => inStore('readwrite', (store) => store.put(visit));
const forgetVisit = (key) => inStore('readwrite', (store) => store.delete(key));

function bodyOf(visit, token) {
  const body = new FormData();
  body.append('csrfmiddlewaretoken', token);
  for (const [name, value] of visit.fields) {
    body.append(name, value);
  }
  for (const photo of visit.photos) {
    body.append('photo', new File([photo.bytes], photo.name, { type: photo.type }));
  }
  return body;
}

async function freshToken() {
  const answer = await fetch('/staff/rounds/', { redirect: 'manual', headers: { 'X-Fresh': 'yes' } });
  if (!answer.ok) {
    return '';
  }
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const field = page.querySelector('input[name="csrfmiddlewaretoken"]');
  return field ? field.value : '';
}

// 'sent', 'refused' with a sentence, 'signed out', 'no signal', or 'not now': the server had trouble with this very one.
async function sendVisit(visit, token) {
  let answer;
  try {
    answer = await fetch(visit.url, {
      method: 'POST',
      body: bodyOf(visit, token),
      headers: { Accept: 'application/json' },
      redirect: 'manual',
    });
  } catch {
    return { how: 'no signal' };
  }
  if (answer.ok) {
    return { how: 'sent', ...(await answer.json()) };
  }
  if (answer.status === 422) {
    return { how: 'refused', sentence: (await answer.json()).refused };
  }
  if (answer.type === 'opaqueredirect' || answer.status === 403) {
    return { how: 'signed out' };
  }
  if (answer.status === 404) {
    return { how: 'refused', sentence: 'This visit is not on a round of your team any more.' };
  }
  return { how: 'not now' };
}

// What was sent is shown as done, here and on the pages that are kept for when there is no signal.
async function showFresh() {
  const here = [...document.querySelectorAll('[data-fresh]')];
  const round = document.querySelector('[data-round]')?.dataset.round;
  for (const address of new Set([window.location.pathname, round, '/staff/rounds/'].filter(Boolean))) {
    const answer = await fetch(address, { redirect: 'manual' }).catch(() => null);
    if (!answer?.ok) {
      return;
    }
    if ('caches' in window) {
      const pages = await caches.open(PAGES);
      await pages.put(address, answer.clone());
    }
    if (address === window.location.pathname && here.length) {
      const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html');
      for (const part of here) {
        const other = fresh.querySelector(`[data-fresh="${part.dataset.fresh}"]`);
        if (other && !part.contains(document.activeElement)) {
          part.replaceWith(other);
        }
      }
    }
  }
}

let sending = false;

async function sendWaiting() {
  if (sending) {
    return;
  }
  sending = true;
  let state = '';
  try {
    const waiting = (await waitingVisits()).filter((visit) => !visit.refused);
    if (!waiting.length) {
      return;
    }
    const token = await freshToken().catch(() => null);
    for (const visit of token ? waiting : []) {
      const sent = await sendVisit(visit, token);
      if (sent.how === 'sent') {
        await forgetVisit(visit.key);
        state = 'sent';
      } else if (sent.how === 'refused') {
        await keepVisit({ ...visit, refused: sent.sentence });
      } else if (sent.how !== 'not now') {
        state = sent.how;
        break;
      }
    }
    if (token === '') {
      state = 'signed out';
    }
  } finally {
    sending = false;
  }
  if (state === 'sent') {
    await showFresh().catch(() => undefined);
  }
  await showWaiting(state);
}

function paragraph(text) {
  const made = document.createElement('p');
  made.textContent = text;
  return made;
}

function counted(many, what) {
  if (many === 0) {
    return '';
  }
  return many === 1 ? `One ${what}` : `${many} ${what}s`;
}

async function showWaiting(state) {
  const place = document.querySelector('[data-waiting]');
  if (!place) {
    return;
  }
  const all = await waitingVisits();
  const lines = [];
  const left = all.filter((visit) => !visit.refused);
  if (left.length) {
    const kinds = [counted(left.filter((one) => !one.note).length, 'visit')];
    kinds.push(counted(left.filter((one) => one.note).length, 'note'));
    const said = kinds[0] && kinds[1] ? `${kinds[0]} and ${kinds[1].toLowerCase()}` : kinds.join('');
    const waits = left.length === 1 ? 'waits' : 'wait';
    lines.push(paragraph(`${said} ${waits} on this device and will be sent when there is signal.`));
  } else if (state === 'sent') {
    lines.push(paragraph('Everything has been sent.'));
  }
  for (const visit of all.filter((one) => one.refused)) {
    const words = visit.fields.find(([name]) => name === 'words' || name === 'note')?.[1];
    lines.push(paragraph(`${visit.reference} could not be kept: ${visit.refused}`));
    if (words) {
      lines.push(paragraph(`You wrote: ${words}`));
    }
    lines.push(dropButton(visit));
  }
  if (state === 'signed out') {
    const link = document.createElement('a');
    link.href = `/staff/sign-in/?next=${encodeURIComponent(window.location.pathname)}`;
    link.textContent = 'Sign in to send what waits';
    lines.push(link);
  }
  place.replaceChildren(...lines);
  place.hidden = lines.length === 0;
  for (const stop of document.querySelectorAll('[data-stop]')) {
    const queued = all.some((visit) => visit.url === stop.dataset.stop && !visit.note && !visit.refused);
    stop.querySelector('[data-queued]').hidden = !queued;
  }
}

function dropButton(visit) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'govuk-button govuk-button--secondary';
  button.textContent = 'I have read this: take it off the device';
  button.addEventListener('click', async () => {
    await forgetVisit(visit.key);
    await showWaiting('');
  });
  return button;
}

async function visitOf(form) {
  const sent = new FormData(form);
  const photos = [];
  for (const file of sent.getAll('photo')) {
    if (file.size) {
      photos.push({ name: file.name, type: file.type, bytes: await file.arrayBuffer() });
    }
  }
  const fields = [...sent.entries()].filter(([name]) => name !== 'photo' && name !== 'csrfmiddlewaretoken');
  return {
    key: sent.get('sent_as'),
    reference: form.dataset.visit,
    url: new URL(form.action).pathname,
    fields,
    photos,
  };
}

const MOST_PHOTOS = 5;

// More photos than are kept are said here: once the visit waits on the device, nobody can choose again.
function boundPhotos(photo) {
  photo.addEventListener('change', () => {
    photo.setCustomValidity(photo.files.length > MOST_PHOTOS ? `Choose at most ${MOST_PHOTOS} photos.` : '');
    photo.reportValidity();
  });
}

// The same for a reason that is missing: the rule itself is the server's.
function askWhy(form) {
  const words = form.elements.namedItem('words');
  const ask = () => {
    const couldNot = form.querySelector('input[name="outcome"][value="could-not"]:checked');
    words.setCustomValidity(couldNot && !words.value.trim() ? 'Say why it could not be done.' : '');
  };
  form.addEventListener('input', ask);
  ask();
}

function watchVisit(form) {
  boundPhotos(form.elements.namedItem('photo'));
  askWhy(form);
  form.addEventListener('submit', async (event) => {
    if (!form.querySelector('input[name="outcome"]:checked')) {
      return; // the server says what is missing, on a page of its own; without signal nothing is lost here
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!form.reportValidity()) {
      return;
    }
    try {
      await keepVisit(await visitOf(form));
    } catch {
      form.submit();
      return;
    }
    window.location.assign(form.dataset.back);
  });
}

// The page may be one that is kept and was used before: a note has a name of its own each time.
async function noteOf(form) {
  const note = await visitOf(form);
  const key = crypto.randomUUID();
  const fields = note.fields.map(([name, value]) => [name, name === 'sent_as' ? key : value]);
  return { ...note, key, fields, note: true, reference: form.dataset.note };
}

function watchNote(form) {
  const words = form.querySelector('textarea');
  form.addEventListener('submit', async (event) => {
    if (!words.value.trim()) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      await keepVisit(await noteOf(form));
    } catch {
      form.submit();
      return;
    }
    words.value = '';
    await showWaiting('');
    await sendWaiting();
  });
}

async function keepPages(round) {
  if (!('caches' in window) || !round.dataset.keep) {
    return;
  }
  const pages = await caches.open(PAGES);
  const parts = [...document.querySelectorAll('link[rel~="stylesheet"], link[rel~="icon"], script[src]')];
  const wanted = [
    round.dataset.round,
    '/staff/rounds/',
    ...round.dataset.keep.split(' ').filter(Boolean),
    ...parts.map((part) => part.href || part.src),
  ];
  for (const address of wanted) {
    if (!(await pages.match(address))) {
      await pages.add(address).catch(() => undefined);
    }
  }
  document.documentElement.dataset.kept = 'yes';
}

async function startRounds() {
  window.addEventListener('online', sendWaiting);
  window.setInterval(sendWaiting, 10000);
  const form = document.querySelector('form[data-visit]');
  if (form) {
    watchVisit(form);
  }
  const note = document.querySelector('form[data-note]');
  if (note) {
    watchNote(note);
  }
  await showWaiting('');
  await sendWaiting();
  if ('serviceWorker' in navigator) {
    await navigator.serviceWorker.register(WORKER, { scope: '/staff/rounds/' }).catch(() => undefined);
  }
  const round = document.querySelector('[data-round]');
  if (round) {
    await keepPages(round);
  }
}

if ('indexedDB' in window) {
  startRounds();
}
