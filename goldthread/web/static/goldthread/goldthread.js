// Starts GOV.UK Frontend's components, and again in whatever HTMX brings. Every page works without this.
import { initAll } from './govuk-frontend.min.js'
import { keepDrafts } from './drafts.js'
import { offerPictures } from './charts.js'

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
offerPictures(document)

document.addEventListener('htmx:load', event => {
  if (event.target === document.body) return
  initAll({ scope: event.target })
  start(event.target)
  pickRows(event.target)
  keepDrafts(event.target)
  offerPictures(event.target.parentElement ?? event.target)
})

// A panel that somebody opened is open on the next page too: told to the server, by the form that says so without a script.
for (const panel of document.querySelectorAll('details[data-remember]')) {
  const form = panel.querySelector('form[method="post"]')
  const button = form && form.querySelector('button[name="do"]')
  if (!button) continue
  form.hidden = true
  let saved = panel.open
  // On a narrow screen it would stand before the list.
  if (!matchMedia('(min-width: 75em)').matches && !panel.querySelector('.govuk-error-message')) panel.open = false
  panel.addEventListener('toggle', () => {
    if (panel.open === saved || !matchMedia('(min-width: 75em)').matches) return
    saved = panel.open
    const body = new FormData(form)
    body.delete('form_token')
    body.set('do', saved ? 'show-filters' : 'hide-filters')
    fetch(form.action, { method: 'POST', body: new URLSearchParams(body), redirect: 'manual', keepalive: true })
  })
}

// Rows of a list: one box for all in sight, and with Shift all between two.
function pickRows (scope) {
  for (const form of scope.querySelectorAll('form.gt-pick-rows')) {
    const boxes = [...form.querySelectorAll('tbody .gt-pick input')]
    const head = form.querySelector('thead th')
    if (!boxes.length || form.dataset.picks) continue
    form.dataset.picks = 'on'
    const every = document.createElement('input')
    every.type = 'checkbox'
    every.setAttribute('aria-label', `Select all ${boxes.length} on this page`)
    head.append(every)
    let last = null
    const show = () => {
      const ticked = boxes.filter(box => box.checked).length
      every.checked = ticked === boxes.length
      every.indeterminate = ticked > 0 && ticked < boxes.length
    }
    every.addEventListener('change', () => { for (const box of boxes) box.checked = every.checked })
    for (const box of boxes) {
      box.addEventListener('click', event => {
        if (event.shiftKey && last !== null) {
          const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b)
          for (const between of boxes.slice(from, to + 1)) between.checked = box.checked
        }
        last = box
        show()
      })
    }
    show()
  }
}
pickRows(document)

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
