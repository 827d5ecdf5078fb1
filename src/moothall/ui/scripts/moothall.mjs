// What a page does more when there is JavaScript. Everything works without.

import { Button } from '../govuk/components/button/button.mjs';
import { CharacterCount } from '../govuk/components/character-count/character-count.mjs';
import { Checkboxes } from '../govuk/components/checkboxes/checkboxes.mjs';
import { ErrorSummary } from '../govuk/components/error-summary/error-summary.mjs';
import { NotificationBanner } from '../govuk/components/notification-banner/notification-banner.mjs';
import { PasswordInput } from '../govuk/components/password-input/password-input.mjs';
import { Radios } from '../govuk/components/radios/radios.mjs';
import { SkipLink } from '../govuk/components/skip-link/skip-link.mjs';
import { isSupported } from '../govuk/common/index.mjs';
import { comeBack } from './come-back.mjs';
import { startPasskeys } from './passkeys.mjs';
import { forgetOnSigningOut } from './forget.mjs';
import { sendOnce } from './once.mjs';

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported');
}

const PARTS = [Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink];

function start(within) {
  for (const Part of PARTS) {
    for (const root of within.querySelectorAll(`[data-module="${Part.moduleName}"]`)) {
      try {
        new Part(root);
      } catch (problem) {
        console.warn(problem);
      }
    }
  }
}

if (isSupported()) {
  start(document);
  // What another script has put into the page.
  document.addEventListener('moothall:put', (event) => start(event.target));
}

startPasskeys();
sendOnce();
comeBack();
forgetOnSigningOut();
