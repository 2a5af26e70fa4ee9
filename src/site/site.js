// Runs when the page has been read. `data-exit`: leaves by replacing the page in the history; three times Escape does the same.
// `data-copy`: puts the text of the element it names on the clipboard.
'use strict';
const exit = document.querySelector('[data-exit]');
const leave = () => {
  document.documentElement.hidden = true;
  location.replace(exit.href);
};
let escapes = [];
if (exit) {
  exit.addEventListener('click', (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener('keydown', ({ key }) => {
    escapes = key === 'Escape' ? [...escapes, Date.now()].slice(-3) : [];
    if (escapes.length === 3 && escapes[2] - escapes[0] < 2000) leave();
  });
}
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).innerText.trim());
    button.textContent = button.dataset.done;
  });
}
