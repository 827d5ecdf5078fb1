// A button of a case does its work where it stands: what it changed comes back, and the rest of the page stays, with
// whatever has been typed in it. Without this script the whole page comes back.

const ASKING = 'X-In-Place';
const KEPT = 'textarea, input[type="text"], input:not([type])';

document.addEventListener('submit', (event) => {
  const form = event.target;
  if (event.defaultPrevented || !form.matches('form[data-in-place]')) {
    return;
  }
  event.preventDefault();
  send(form, event.submitter).catch(() => notSent(form, 'This could not be sent. Check your connection, then press the button again.'));
});

async function send(form, button) {
  say('');
  const sent = new URLSearchParams(new FormData(form));
  if (button?.name) {
    sent.append(button.name, button.value);
  }
  const answer = await fetch(form.getAttribute('action') + shown(), {
    method: 'POST',
    body: sent,
    headers: { [ASKING]: 'case' },
  });
  if (answer.status >= 500) {
    notSent(form, 'This could not be done just now. Press the button again in a moment.');
    return;
  }
  if (answer.status === 403) {
    // Signed in again in another window, or the role is gone: no page that came now would have what was typed.
    notSent(form, 'This page is out of date. Copy what you have typed, then load the page again.');
    return;
  }
  delete form.dataset.sent;
  if (answer.headers.has(ASKING)) {
    put(await answer.text(), form, answer.ok);
  } else if (answer.redirected) {
    window.location.assign(answer.url); // signed out meanwhile
  } else {
    // Nothing was done, and a page of its own says why and has what was typed: the browser goes there with it.
    form.removeAttribute('data-in-place');
    form.requestSubmit(button);
  }
}

/** What of the story is shown stays as it is. */
function shown() {
  const now = new URLSearchParams(window.location.search);
  now.delete('done');
  return now.size ? `?${now}` : '';
}

function put(html, form, done) {
  const came = new DOMParser().parseFromString(html, 'text/html');
  const from = form.closest('[data-part]');
  const typed = typedBeside(form);
  const had = document.activeElement && from?.contains(document.activeElement);
  for (const part of came.querySelectorAll('[data-part]')) {
    const old = document.querySelector(`[data-part="${part.dataset.part}"]`);
    if (old) {
      old.replaceWith(document.adoptNode(part));
      part.dispatchEvent(new CustomEvent('moothall:put', { bubbles: true }));
    }
  }
  for (const [id, words] of typed) {
    const field = document.getElementById(id);
    if (field) {
      field.value = words;
    }
  }
  document.title = `${done ? '' : 'Error: '}${document.title.replace(/^Error: /, '')}`;
  if (done) {
    say(document.querySelector('.done')?.textContent.trim() ?? '');
    if (had) {
      goOn(form, from.dataset.part);
    }
  }
}

/** What stands half written in other forms than the one that was sent. */
function typedBeside(form) {
  const fields = document.querySelectorAll(`[data-part] :is(${KEPT})`);
  return [...fields].filter((one) => one.id && one.form !== form && one.value !== one.defaultValue)
    .map((one) => [one.id, one.value]);
}

/** Whoever works by keyboard goes on where they were: in the field they sent, else at the heading of its part. */
function goOn(form, name) {
  const part = document.querySelector(`[data-part="${name}"]`);
  const same = part?.querySelector(`form[action="${form.getAttribute('action')}"] :is(${KEPT})`);
  const next = same ?? part?.querySelector('h2') ?? document.querySelector('h1');
  if (next && !same) {
    next.tabIndex = -1;
  }
  next?.focus({ preventScroll: true });
}

let said = 0;
let over = 0;

/** Read out, because what is said stands at the top of the page, which may be out of sight. What stands nowhere else
    stays until the next press. */
function say(sentence, stays = false) {
  let place = document.getElementById('said');
  if (!place) {
    place = document.createElement('p');
    place.id = 'said';
    place.className = 'said-in-place';
    place.setAttribute('role', 'status');
    document.getElementById('main').append(place);
  }
  place.textContent = '';
  window.clearTimeout(said);
  window.clearTimeout(over);
  said = window.setTimeout(() => {
    place.textContent = sentence;
  }, 100);
  over = stays ? 0 : window.setTimeout(() => {
    place.textContent = '';
  }, 8000);
}

/** Nothing is known to be done, and nothing that was typed is lost. */
function notSent(form, sentence) {
  delete form.dataset.sent;
  say(sentence, true);
}
