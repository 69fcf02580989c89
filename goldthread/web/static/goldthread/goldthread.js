// Starts GOV.UK Frontend's components, and again in whatever HTMX brings. Every page works without this.
import { initAll } from './govuk-frontend.min.js'
import { keepDrafts } from './drafts.js'

// A field that only one answer needs is hidden until that answer is given.
function showWhatIsAsked (form) {
  for (const part of form.querySelectorAll('[data-reveal-field]')) {
    const inputs = form.querySelectorAll(`[name="${CSS.escape(part.dataset.revealField)}"]`)
    part.hidden = ![...inputs].some(input =>
      (input.matches('select') || input.checked) && input.value === part.dataset.revealValue
    )
  }
}

function start (scope) {
  for (const part of scope.querySelectorAll('[data-reveal-field]')) {
    const form = part.closest('form')
    if (form && !form.dataset.reveals) {
      form.dataset.reveals = 'on'
      form.addEventListener('change', () => showWhatIsAsked(form))
    }
    if (form) showWhatIsAsked(form)
  }
}

initAll()
start(document)
keepDrafts(document)

document.addEventListener('htmx:load', event => {
  if (event.target === document.body) return
  initAll({ scope: event.target })
  start(event.target)
  keepDrafts(event.target)
})

// A panel that somebody opened stays open on the next page, where there is room beside it.
for (const panel of document.querySelectorAll('details[data-remember]')) {
  const key = `goldthread-${panel.dataset.remember}`
  try {
    if (matchMedia('(min-width: 75em)').matches && localStorage.getItem(key) === 'open') panel.open = true
  } catch { /* nothing is remembered, then */ }
  panel.addEventListener('toggle', () => {
    try { localStorage.setItem(key, panel.open ? 'open' : 'closed') } catch { /* nor now */ }
  })
}

for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false
  button.addEventListener('click', () => window.print())
}

// The sheet hides closed details on paper in browsers that cannot open them by style alone.
window.addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('main details:not([open])')) {
    details.open = true
    details.dataset.openedToPrint = ''
  }
})
window.addEventListener('afterprint', () => {
  for (const details of document.querySelectorAll('details[data-opened-to-print]')) {
    details.open = false
    delete details.dataset.openedToPrint
  }
})

// Where words of a text are asked for, marking them in the text writes them into the field.
for (const text of document.querySelectorAll('[data-pick-into]')) {
  const field = document.getElementById(text.dataset.pickInto)
  document.addEventListener('selectionchange', () => {
    const marked = document.getSelection()
    const words = marked.toString().trim()
    if (words && text.contains(marked.anchorNode) && text.contains(marked.focusNode)) field.value = words
  })
}
