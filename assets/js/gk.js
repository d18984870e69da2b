// Comfort on top of complete pages: without this file every form, filter and list still works
// through the server.  Nothing here fetches, stores or computes anything the server has not sent.
import { createAll, Button, CharacterCount, Checkboxes, ErrorSummary, PasswordInput, Radios, SkipLink } from 'govuk-frontend';

const all = (selector, fn) => document.querySelectorAll(selector).forEach(fn);

document.body.classList.add('js-enabled');
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported');

createAll(ErrorSummary);
createAll(SkipLink);
createAll(Radios);
createAll(Checkboxes);
createAll(Button, { preventDoubleClick: true });
createAll(CharacterCount, {
  i18n: {
    charactersUnderLimit: { other: '还可以填写 %{count} 个字' },
    charactersAtLimit: '已到字数上限',
    charactersOverLimit: { other: '超出 %{count} 个字，请删减' },
    textareaDescription: { other: '最多 %{count} 个字' },
  },
});
createAll(PasswordInput, {
  i18n: {
    showPassword: '显示', hidePassword: '隐藏',
    showPasswordAriaLabel: '显示密码', hidePasswordAriaLabel: '隐藏密码',
    passwordShownAnnouncement: '密码已显示', passwordHiddenAnnouncement: '密码已隐藏',
  },
});

// A flash message that matters (role=alert) takes the focus once, as the error summary does.
all('.govuk-notification-banner[role=alert]', (banner) => {
  if (document.querySelector('.govuk-error-summary')) return;
  banner.tabIndex = -1;
  banner.addEventListener('blur', () => banner.removeAttribute('tabindex'), { once: true });
  banner.focus();
});

// Select all rows of the table the box stands in; the box follows the rows.
all('[data-gk-all]', (box) => {
  const table = box.closest('table');
  const rows = () => [...table.querySelectorAll('tbody input[type=checkbox]:not(:disabled)')];
  const follow = () => {
    const on = rows().filter((r) => r.checked).length;
    box.checked = on > 0 && on === rows().length;
    box.indeterminate = on > 0 && !box.checked;
  };
  box.hidden = false;
  box.addEventListener('change', () => rows().forEach((r) => { r.checked = box.checked; }));
  table.addEventListener('change', (e) => { if (e.target !== box) follow(); });
  follow();
});

// Buttons that only a script can serve stay hidden without one.
all('[data-gk-print]', (b) => {
  b.hidden = false;
  b.addEventListener('click', () => print());
});

// A form that changes data is sent once: a second submit of the same page waits.  Coming back to
// the page frees it at once, a download (the page stays) after three seconds.
const pause = 3000;
const sent = new WeakMap();
addEventListener('pageshow', (e) => { if (e.persisted) all('form', (f) => sent.delete(f)); });

all('form', (f) => {
  // data-gk-dirty: a warning before leaving with typed text; ="1" when the server has sent back
  // what was typed and not saved.
  let dirty = f.dataset.gkDirty === '1';
  f.addEventListener('input', () => { dirty = true; });
  f.addEventListener('submit', (e) => {
    if (f.method === 'post') {
      if (Date.now() - (sent.get(f) || -pause) < pause) { e.preventDefault(); return; }
      sent.set(f, Date.now());
    }
    dirty = false;
  });
  if ('gkDirty' in f.dataset) {
    addEventListener('beforeunload', (e) => { if (dirty) { e.preventDefault(); e.returnValue = ''; } });
  }
});

// On a phone the menu and the filters start folded (without a script they stay open).
const elder = document.documentElement.classList.contains('gk--elder');
const narrow = (px) => matchMedia(`(max-width: ${px}px)`).matches;
all('.gk-menu, .gk-fold', (d) => { if (!elder && narrow(d.classList.contains('gk-fold') ? 900 : 768)) d.open = false; });

// The office's side bar is a strip on a phone: show the entry we are at.
all('.gk-side [aria-current]', (a) => { if (narrow(768)) a.closest('.gk-side').scrollLeft = a.offsetLeft - 14; });
