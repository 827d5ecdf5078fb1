// Passkeys (WebAuthn). A form with data-passkey="create" or "get" asks the browser for one and then sends itself.
//
// data-options: a CSS selector of the element holding the server's options as JSON text, or an address to fetch them
// from. The answer goes into the form's field "credential".

const COULD_NOT = 'Your browser could not use a passkey. Try again, or use the other way.';

function toBytes(text) {
  const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function toText(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
}

function withBytes(options) {
  const key = options.publicKey;
  key.challenge = toBytes(key.challenge);
  if (key.user) {
    key.user.id = toBytes(key.user.id);
  }
  for (const list of ['excludeCredentials', 'allowCredentials']) {
    for (const one of key[list] ?? []) {
      one.id = toBytes(one.id);
    }
  }
  return options;
}

function asText(credential) {
  const response = { clientDataJSON: toText(credential.response.clientDataJSON) };
  for (const part of ['attestationObject', 'authenticatorData', 'signature', 'userHandle']) {
    if (credential.response[part]) {
      response[part] = toText(credential.response[part]);
    }
  }
  if (credential.response.getTransports) {
    response.transports = credential.response.getTransports();
  }
  return JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

async function optionsOf(form) {
  const where = form.dataset.options;
  if (where.startsWith('#')) {
    return JSON.parse(document.querySelector(where).textContent);
  }
  const answer = await fetch(where, { headers: { 'X-Requested-With': 'XMLHttpRequest', Accept: 'application/json' } });
  return (await answer.json()).request_options;
}

async function ask(form) {
  const options = withBytes(await optionsOf(form));
  return form.dataset.passkey === 'create' ? navigator.credentials.create(options) : navigator.credentials.get(options);
}

export function startPasskeys() {
  const forms = document.querySelectorAll('form[data-passkey]');
  if (!window.PublicKeyCredential) {
    return;
  }
  for (const form of forms) {
    form.closest('[data-needs-passkeys]')?.removeAttribute('hidden');
    form.addEventListener('submit', async (event) => {
      if (form.elements.credential.value) {
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      try {
        form.elements.credential.value = asText(await ask(form));
        form.submit();
      } catch (problem) {
        console.warn(problem);
        const said = form.querySelector('[data-passkey-problem]');
        said.textContent = COULD_NOT;
        said.removeAttribute('hidden');
      }
    });
  }
}
