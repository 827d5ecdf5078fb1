// A reply keeps itself while it is written; each sending is numbered, so that one which comes late overwrites nothing.
// The number is the moment: of two windows with the same reply the one that was typed in last counts.
// Without this script it is kept at every press of a button.

const form = document.querySelector('form.reply');

function startKeeping() {
  const words = form.elements.namedItem('words');
  const turn = form.elements.namedItem('turn');
  let kept = words.value;
  let timer = 0;
  let going = null;

  const next = () => {
    turn.value = String(Math.max(Number(turn.value) + 1, Date.now()));
  };
  const content = () => {
    next();
    const data = new FormData(form);
    data.delete('file');
    data.set('keep', '1');
    data.set('by-itself', '1');
    return data;
  };
  const keep = async () => {
    const now = words.value;
    if (now === kept) {
      return;
    }
    going = new AbortController();
    try {
      const answer = await fetch(window.location.pathname, {
        method: 'POST',
        body: content(),
        redirect: 'manual',
        signal: going.signal,
      });
      if (answer.type === 'opaqueredirect') {
        kept = now;
      }
    } catch {
      // The network is away: it is tried again with the next letter, and what was typed stands in the box.
    }
  };

  words.addEventListener('input', () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(keep, 2000);
  });
  form.addEventListener('submit', () => {
    window.clearTimeout(timer);
    going?.abort();
    kept = words.value;
    next();
  });
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden' && words.value !== kept) {
      navigator.sendBeacon(window.location.pathname, content());
    }
  });
}

if (form) {
  startKeeping();
}
