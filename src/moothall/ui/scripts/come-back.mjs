// Back leads to the page, not to its sending. A page that was sent with mistakes is shown again as the answer to that
// sending, and no browser keeps it: on the way back it would only ask whether to send the form once more.

const asAPage = () => history.replaceState(history.state, '', window.location.href);

export function comeBack() {
  if (!document.querySelector('.govuk-error-summary')) {
    return;
  }
  if (document.querySelector('input[name="_shown"]')) {
    asAPage(); // all that was typed is in the draft
  } else {
    // What was typed is in this page alone, until it is sent: loading it again keeps asking.
    document.addEventListener('submit', asAPage);
  }
}
