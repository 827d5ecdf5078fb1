// A form is sent once: a second press of its button within five seconds does nothing.

export function sendOnce() {
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if (form.method === 'post') {
      form.dataset.sent = 'yes';
      window.setTimeout(() => delete form.dataset.sent, 5000);
    }
  });
}
